import type { ChartClass } from './chart-row';

export const currentLiabilities: ChartClass = {
  heading: ['3000', 'Current liabilities', 'მიმდინარე ვალდებულებები'],
  type: 'liability',
  ifrsLine: 'Current liabilities',
  groups: [
    {
      heading: ['3100', 'Short-term payables', 'მოკლევადიანი ვალდებულებები'],
      type: 'liability',
      ifrsLine: 'Trade and other payables',
      isMonetary: true,
      accounts: [
        // Coded among inventories by its source, but what it holds is owed: it stands below
        // payables.
        ['1660', 'Goods received not invoiced (clearing)', 'მიღებული საქონლის დროებითი ანგარიში'],
        [
          '3110',
          'Trade payables (goods and services)',
          'მოწოდებიდან და მომსახურებიდან წარმოქმნილი ვალდებულებები',
        ],
        ['3115', 'Short-term notes payable', 'გასანაღდებელი მოკლევადიანი თამასუქები'],
        // Settled in goods, not in money: keeps the rate of its day (IFRIC 22).
        [
          '3120',
          'Advances received from customers',
          'მიღებული ავანსები',
          { ifrsLine: 'Contract liabilities', isMonetary: false },
        ],
        [
          '3130',
          'Wages and salaries payable',
          'გადასახდელი ხელფასები',
          { ifrsLine: 'Employee benefit liabilities' },
        ],
        ['3140', 'Royalties payable', 'როიალტი'],
        ['3150', 'Commissions payable', 'საკომისიო გადასახდელები'],
        [
          '3160',
          'Other payables to employees',
          'ვალდებულებები საწარმოს პერსონალის წინაშე',
          { ifrsLine: 'Employee benefit liabilities' },
        ],
        [
          '3165',
          'Accrued vacation liability',
          'შვებულების რეზერვი',
          { ifrsLine: 'Employee benefit liabilities' },
        ],
        [
          '3170',
          'Payables to associated/related enterprises',
          'ვალდებულებები მეკავშირე საწარმოების წინაშე',
        ],
        // Another source settles pensions here, with 3181 to 3183; those have accounts of their
        // own.
        [
          '3180',
          'Purchase returns and discounts settlement',
          'შესყიდული საქონლის დაბრუნება/ფასდათმობა',
        ],
        [
          '3181',
          'Pension contribution payable - employer 2%',
          'საპენსიო შენატანი - დამსაქმებელი',
          { ifrsLine: 'Other payables to pension agency' },
        ],
        [
          '3182',
          'Pension contribution payable - employee 2%',
          'საპენსიო შენატანი - დასაქმებული',
          { ifrsLine: 'Other payables to pension agency' },
        ],
        ['3190', 'Other short-term liabilities', 'სხვა მოკლევადიანი ვალდებულებები'],
        [
          '3195',
          'Current portion of finance lease liabilities',
          'ფინანსური იჯარის ვალდებულების მიმდინარე ნაწილი',
          { ifrsLine: 'Lease liabilities (current)' },
        ],
        [
          '3197',
          'Lease liabilities - current (IFRS 16)',
          'საიჯარო ვალდებულების მიმდინარე ნაწილი',
          { ifrsLine: 'Lease liabilities (current)' },
        ],
      ],
    },
    {
      heading: ['3200', 'Short-term borrowings', 'მოკლევადიანი სესხები'],
      type: 'liability',
      ifrsLine: 'Borrowings (current)',
      isMonetary: true,
      accounts: [
        ['3210', 'Short-term loans', 'მოკლევადიანი სესხები'],
        ['3220', 'Loans from partners', 'სესხები პარტნიორებისაგან'],
        ['3230', 'Current portion of long-term loans', 'გრძელვადიანი სესხების მიმდინარე ნაწილი'],
      ],
    },
    {
      heading: ['3300', 'Tax liabilities', 'საგადასახადო ვალდებულებები'],
      type: 'liability',
      ifrsLine: 'Current tax liabilities / other tax payables',
      isMonetary: true,
      accounts: [
        [
          '3310',
          'Profit tax payable',
          'გადასახდელი მოგების გადასახადი',
          { ifrsLine: 'Current tax liabilities' },
        ],
        [
          '3315',
          'Profit tax paid',
          'გადახდილი მოგების გადასახადი',
          { type: 'contra_liability', ifrsLine: 'Current tax liabilities' },
        ],
        [
          '3320',
          'Personal income tax payable (withheld)',
          'გადასახდელი საშემოსავლო გადასახადი',
          { ifrsLine: 'Other tax payables' },
        ],
        [
          '3322',
          "Income tax withheld on individuals' interest",
          'ფიზიკური პირის პროცენტიდან გადასახდელი გადასახადი',
          { ifrsLine: 'Other tax payables' },
        ],
        [
          '3323',
          'Withholding tax payable - non-residents',
          'არარეზიდენტის წყაროსთან დაკავებული გადასახადი',
          { ifrsLine: 'Other tax payables' },
        ],
        [
          '3325',
          'Payroll income tax accrued, not yet due (interim)',
          'დარიცხული საშემოსავლო (გარდამავალი)',
          { ifrsLine: 'Other tax payables' },
        ],
        ['3330', 'VAT payable (output VAT)', 'გადასახდელი დღგ', { ifrsLine: 'Other tax payables' }],
        [
          '3331',
          'VAT on advances received',
          'დღგ მიღებულ ავანსებზე',
          { type: 'contra_liability', ifrsLine: 'Other current non-financial assets' },
        ],
        [
          '3332',
          'Reverse-charge VAT payable',
          'უკუდაბეგვრის დღგ',
          { ifrsLine: 'Other tax payables' },
        ],
        // One source flags it as a credit account; input VAT is a claim.
        [
          '3340',
          'VAT paid (input VAT recoverable)',
          'გადახდილი დღგ',
          { type: 'contra_liability', ifrsLine: 'Other tax payables' },
        ],
        [
          '3341',
          'Import VAT paid',
          'იმპორტის დღგ',
          { type: 'contra_liability', ifrsLine: 'Other tax payables' },
        ],
        [
          '3342',
          'Input VAT on fixed assets',
          'დღგ ძირითად საშუალებებზე',
          { type: 'contra_liability', ifrsLine: 'Other tax payables' },
        ],
        [
          '3343',
          'Reverse-charge input VAT',
          'უკუდაბეგვრის ჩასათვლელი დღგ',
          { type: 'contra_liability', ifrsLine: 'Other tax payables' },
        ],
        ['3350', 'Excise payable', 'გადასახდელი აქციზი', { ifrsLine: 'Other tax payables' }],
        [
          '3360',
          'Excise paid (input excise)',
          'გადახდილი აქციზი',
          { type: 'contra_liability', ifrsLine: 'Other tax payables' },
        ],
        // The tax was abolished in 2008; some use the account for pension contributions.
        [
          '3370',
          'Social tax (abolished tax; reused for pension contributions)',
          'სოციალური გადასახადი',
          { ifrsLine: 'Other tax payables' },
        ],
        ['3380', 'Property tax payable', 'ქონების გადასახადი', { ifrsLine: 'Other tax payables' }],
        ['3381', 'Land tax payable', 'მიწის გადასახადი', { ifrsLine: 'Other tax payables' }],
        [
          '3385',
          'Road fund tax (abolished)',
          'საგზაო ფონდის გადასახადი',
          { ifrsLine: 'Other tax payables' },
        ],
        [
          '3390',
          'Other tax liabilities',
          'სხვა საგადასახადო ვალდებულებები',
          { ifrsLine: 'Other tax payables' },
        ],
        [
          '3399',
          'Budget settlement (single treasury code)',
          'ბიუჯეტთან ანგარიშსწორება',
          { normalBalance: 'both', ifrsLine: 'Other tax payables' },
        ],
      ],
    },
    {
      heading: ['3400', 'Accrued liabilities', 'დარიცხული ვალდებულებები'],
      type: 'liability',
      ifrsLine: 'Trade and other payables',
      isMonetary: true,
      accounts: [
        [
          '3410',
          'Interest payable',
          'გადასახდელი პროცენტები',
          { ifrsLine: 'Borrowings (current)' },
        ],
        ['3420', 'Dividends payable', 'გადასახდელი დივიდენდები', { ifrsLine: 'Dividends payable' }],
        [
          '3430',
          'Warranty obligations',
          'ვალდებულება საგარანტიო მომსახურებაზე',
          { ifrsLine: 'Provisions (current)', isMonetary: false },
        ],
        ['3490', 'Other accrued liabilities', 'სხვა დარიცხული ვალდებულებები'],
      ],
    },
  ],
};
