import type { ChartClass } from './chart-row';

export const operatingIncome: ChartClass = {
  heading: ['6000', 'Operating income (class)', 'საოპერაციო შემოსავლები'],
  type: 'income',
  ifrsLine: 'Revenue',
  groups: [
    {
      heading: ['6100', 'Operating income', 'საოპერაციო შემოსავლები'],
      type: 'income',
      ifrsLine: 'Revenue',
      accounts: [
        ['6110', 'Revenue from sales', 'შემოსავალი რეალიზაციიდან'],
        [
          '6120',
          'Sales returns and discounts',
          'გაყიდული საქონლის დაბრუნება და ფასდათმობა',
          { type: 'contra_income' },
        ],
        [
          '6130',
          'Income from recovered doubtful receivables',
          'შემოსავალი საეჭვო მოთხოვნებიდან',
          { ifrsLine: 'Impairment losses/reversals on financial assets' },
        ],
        [
          '6190',
          'Other operating income',
          'სხვა საოპერაციო შემოსავლები',
          { ifrsLine: 'Other operating income' },
        ],
        [
          '6195',
          'Gain on disposal of PPE',
          'მოგება ძირითადი საშუალების რეალიზაციიდან',
          { ifrsLine: 'Other operating income' },
        ],
      ],
    },
  ],
};
