import type { ChartClass } from './chart-row';

export const nonCurrentLiabilities: ChartClass = {
  heading: ['4000', 'Non-current liabilities', 'გრძელვადიანი ვალდებულებები'],
  type: 'liability',
  ifrsLine: 'Non-current liabilities',
  groups: [
    {
      heading: ['4100', 'Long-term debt', 'გრძელვადიანი სასესხო ვალდებულებები'],
      type: 'liability',
      ifrsLine: 'Borrowings (non-current)',
      isMonetary: true,
      accounts: [
        ['4110', 'Bonds payable', 'გასანაღდებელი ობლიგაციები'],
        ['4120', 'Notes payable, long-term', 'გასანაღდებელი თამასუქები'],
        [
          '4130',
          'Finance lease liabilities',
          'ვალდებულებები ფინანსურ იჯარაზე',
          { ifrsLine: 'Lease liabilities (non-current)' },
        ],
        [
          '4131',
          'Lease liabilities - non-current (IFRS 16)',
          'საიჯარო ვალდებულებები',
          { ifrsLine: 'Lease liabilities (non-current)' },
        ],
        ['4140', 'Long-term loans', 'გრძელვადიანი სესხები'],
        ['4190', 'Other long-term debt', 'სხვა გრძელვადიანი სასესხო ვალდებულებები'],
      ],
    },
    {
      heading: [
        '4200',
        'Deferred taxes and other long-term liabilities',
        'გადავადებული გადასახადები და სხვა გრძელვადიანი ვალდებულებები',
      ],
      type: 'liability',
      ifrsLine: 'Other non-current liabilities',
      isMonetary: true,
      accounts: [
        [
          '4210',
          'Deferred profit tax',
          'გადავადებული მოგების გადასახადი',
          { ifrsLine: 'Deferred tax liabilities', isMonetary: false },
        ],
        ['4220', 'Other long-term liabilities', 'სხვა გრძელვადიანი ვალდებულებები'],
      ],
    },
    {
      heading: ['4300', 'Provisions', 'ანარიცხები'],
      type: 'liability',
      ifrsLine: 'Provisions (non-current)',
      isMonetary: true,
      accounts: [
        [
          '4310',
          'Provisions for retirement benefits',
          'საპენსიო უზრუნველყოფის ანარიცხები',
          { ifrsLine: 'Employee benefit liabilities (non-current)' },
        ],
        ['4320', 'Other provisions', 'სხვა ანარიცხები'],
      ],
    },
    {
      heading: ['4400', 'Deferred income (group)', 'გადავადებული შემოსავალი'],
      type: 'liability',
      ifrsLine: 'Contract liabilities / deferred income',
      accounts: [['4410', 'Deferred income', 'გადავადებული შემოსავალი']],
    },
  ],
};
