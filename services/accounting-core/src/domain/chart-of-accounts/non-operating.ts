import type { ChartClass } from './chart-row';

export const nonOperating: ChartClass = {
  heading: ['8000', 'Non-operating income and expenses', 'არასაოპერაციო შემოსავლები და ხარჯები'],
  type: 'income',
  // Holds income and expenses alike.
  normalBalance: 'both',
  ifrsLine: 'Non-operating items',
  groups: [
    {
      heading: ['8100', 'Non-operating income', 'არასაოპერაციო შემოსავლები'],
      type: 'income',
      ifrsLine: 'Other income',
      accounts: [
        ['8110', 'Interest income', 'საპროცენტო შემოსავალი', { ifrsLine: 'Interest income' }],
        ['8120', 'Dividend income', 'დივიდენდები', { ifrsLine: 'Dividend income' }],
        [
          '8130',
          'Non-operating gain',
          'არასაოპერაციო მოგება',
          { ifrsLine: 'Other gains and losses' },
        ],
        [
          '8140',
          'Foreign exchange gain',
          'მოგება სავალუტო კურსთაშორისი სხვაობიდან',
          { ifrsLine: 'Foreign exchange differences' },
        ],
        [
          '8180',
          'Gain on upward remeasurement of intangible assets',
          'მოგება არამატერიალური აქტივების აფასებიდან',
          { ifrsLine: 'Other gains and losses' },
        ],
        ['8190', 'Other non-operating income', 'სხვა არასაოპერაციო შემოსავალი'],
        ['8191', 'Rental income (non-operating)', 'შემოსავალი იჯარიდან'],
      ],
    },
    {
      heading: ['8200', 'Non-operating expenses', 'არასაოპერაციო ხარჯები'],
      type: 'expense',
      ifrsLine: 'Other expenses',
      accounts: [
        ['8210', 'Interest expense', 'საპროცენტო ხარჯი', { ifrsLine: 'Finance costs' }],
        [
          '8211',
          'Interest expense on lease liabilities',
          'საიჯარო ვალდებულების საპროცენტო ხარჯი',
          { ifrsLine: 'Finance costs' },
        ],
        // Exchange differences of either sign in one source.
        [
          '8220',
          'Non-operating loss',
          'არასაოპერაციო ზარალი',
          { ifrsLine: 'Other gains and losses' },
        ],
        ['8230', 'Fines and penalties paid', 'გადახდილი ჯარიმა'],
        [
          '8240',
          'Foreign exchange loss',
          'ზარალი სავალუტო კურსთაშორისი სხვაობიდან',
          { ifrsLine: 'Foreign exchange differences' },
        ],
        [
          '8270',
          'Loss on finance lease',
          'ზარალი ფინანსური იჯარიდან',
          { ifrsLine: 'Other gains and losses' },
        ],
        [
          '8280',
          'Loss on write-down of intangible assets',
          'ზარალი არამატერიალური აქტივების ჩამოფასებიდან',
          { ifrsLine: 'Impairment losses' },
        ],
        ['8290', 'Other non-operating expenses', 'სხვა არასაოპერაციო ხარჯები'],
      ],
    },
  ],
};

export const special: ChartClass = {
  heading: [
    '9000',
    'Special and other income and expenses',
    'განსაკუთრებული და სხვა შემოსავლები და ხარჯები',
  ],
  type: 'income',
  // Holds income and expenses alike.
  normalBalance: 'both',
  ifrsLine: 'Special items / income tax',
  groups: [
    {
      heading: [
        '9100',
        'Extraordinary income and expenses',
        'განსაკუთრებული შემოსავლები და ხარჯები',
      ],
      type: 'income',
      // Holds income and expenses alike.
      normalBalance: 'both',
      ifrsLine: 'Other income / other expenses',
      accounts: [
        [
          '9110',
          'Extraordinary income',
          'განსაკუთრებული შემოსავლები',
          { ifrsLine: 'Other income' },
        ],
        [
          '9120',
          'Extraordinary expenses',
          'განსაკუთრებული ხარჯები',
          { type: 'expense', ifrsLine: 'Other expenses' },
        ],
      ],
    },
    {
      heading: ['9200', 'Other expenses', 'სხვა ხარჯები'],
      type: 'expense',
      ifrsLine: 'Income tax expense',
      accounts: [
        ['9210', 'Profit tax expense', 'მოგების გადასახადი'],
        ['9211', 'Deferred tax expense', 'გადავადებული გადასახადის ხარჯი'],
        ['9220', 'Donations made', 'გაცემული შესაწირი', { ifrsLine: 'Other expenses' }],
      ],
    },
  ],
};
