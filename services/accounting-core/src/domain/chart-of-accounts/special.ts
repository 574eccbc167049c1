import type { ChartClass } from './chart-row';

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
