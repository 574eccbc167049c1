import type { ChartClass } from './chart-row';

export const equity: ChartClass = {
  heading: ['5000', 'Equity', 'საკუთარი კაპიტალი'],
  type: 'equity',
  ifrsLine: 'Equity',
  groups: [
    {
      heading: ['5100', 'Charter (share) capital', 'საწესდებო კაპიტალი'],
      type: 'equity',
      ifrsLine: 'Issued capital',
      accounts: [
        ['5110', 'Ordinary shares', 'ჩვეულებრივი აქციები'],
        ['5120', 'Preference shares', 'პრივილეგირებული აქციები'],
        [
          '5130',
          'Treasury shares',
          'გამოსყიდული საკუთარი აქციები',
          { type: 'contra_equity', ifrsLine: 'Treasury shares' },
        ],
        ['5140', 'Share premium', 'საემისიო კაპიტალი', { ifrsLine: 'Share premium' }],
        ['5150', 'Charter capital of an LLC', 'საწესდებო კაპიტალი შპს-ში'],
      ],
    },
    {
      heading: ['5200', "Partners' capital (unlimited-liability entities)", 'პარტნიორთა კაპიტალი'],
      type: 'equity',
      ifrsLine: 'Issued capital',
      accounts: [['5210', "Partners' capital", 'პარტნიორთა კაპიტალი']],
    },
    {
      heading: ['5300', 'Profit and loss', 'მოგება-ზარალი'],
      type: 'equity',
      ifrsLine: 'Retained earnings',
      accounts: [
        ['5310', 'Retained earnings', 'გაუნაწილებელი მოგება'],
        ['5320', 'Accumulated (uncovered) loss', 'დაუფარავი ზარალი', { type: 'contra_equity' }],
        // Of either sign. The closing of a year does not use it; see year-end-closing.ts.
        [
          '5330',
          'Profit/loss of the reporting period',
          'საანგარიშგებო პერიოდის მოგება-ზარალი',
          { normalBalance: 'both' },
        ],
      ],
    },
    {
      heading: ['5400', 'Reserves and financing', 'რეზერვები და დაფინანსება'],
      type: 'equity',
      ifrsLine: 'Other reserves',
      accounts: [
        ['5410', 'Reserve capital', 'სარეზერვო კაპიტალი'],
        [
          '5420',
          'PPE revaluation reserve',
          'ძირითადი საშუალებების გადაფასების რეზერვი',
          { ifrsLine: 'Revaluation surplus' },
        ],
        ['5430', 'Investment revaluation reserve', 'ინვესტიციების გადაფასების რეზერვი'],
        [
          '5440',
          'Intangible asset revaluation reserve',
          'არამატერიალური აქტივების გადაფასების რეზერვი',
          { ifrsLine: 'Revaluation surplus' },
        ],
        [
          '5450',
          'Foreign currency translation reserve',
          'ვალუტის გადაანგარიშების რეზერვი',
          { ifrsLine: 'Foreign currency translation reserve' },
        ],
        [
          '5460',
          'FVOCI reserve',
          'რეალური ღირებულებით სხვა სრულ შემოსავალში აღრიცხვის რეზერვი',
          { normalBalance: 'both' },
        ],
        ['5490', 'Other reserves and financing', 'სხვა რეზერვები და დაფინანსება'],
      ],
    },
  ],
};
