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

export const operatingExpenses: ChartClass = {
  heading: ['7000', 'Operating expenses', 'საოპერაციო ხარჯები'],
  type: 'expense',
  ifrsLine: 'Operating expenses',
  groups: [
    {
      heading: [
        '7100',
        'Cost of products sold (manufacturing and services)',
        'რეალიზებული პროდუქციის თვითღირებულება (წარმოება და მომსახურება)',
      ],
      type: 'expense',
      ifrsLine: 'Cost of sales',
      accounts: [
        ['7110', 'Direct materials used/purchased', 'ძირითადი მასალების დანახარჯები/შეძენა'],
        ['7120', 'Direct labour', 'პირდაპირი ხელფასი'],
        [
          '7121',
          'Administration bonus',
          'ადმინისტრაციის პრემია',
          { ifrsLine: 'Administrative expenses' },
        ],
        ['7130', 'Social charges on direct labour', 'სოციალური დანარიცხები პირდაპირ ხელფასზე'],
        ['7140', 'Indirect materials used/purchased', 'დამხმარე მასალების დანახარჯები/შეძენა'],
        ['7150', 'Indirect labour', 'არაპირდაპირი ხელფასი'],
        ['7160', 'Social charges on indirect labour', 'სოციალური დანარიცხები არაპირდაპირ ხელფასზე'],
        ['7170', 'Depreciation and amortisation (production)', 'ცვეთა და ამორტიზაცია'],
        ['7180', 'Repair costs (production)', 'რემონტის დანახარჯები'],
        [
          '7185',
          'Inventory adjustment (periodic system, manufacturing)',
          'სასაქონლო-მატერიალური მარაგების კორექტირება',
          { type: 'contra_expense' },
        ],
        ['7190', 'Other production operating costs', 'სხვა საოპერაციო ხარჯები'],
      ],
    },
    {
      heading: [
        '7200',
        'Cost of goods sold (trading)',
        'რეალიზებული საქონლის თვითღირებულება (სავაჭრო საწარმოსათვის)',
      ],
      type: 'expense',
      ifrsLine: 'Cost of sales',
      accounts: [
        ['7210', 'Goods sold/purchased', 'გაყიდული/შეძენილი საქონელი'],
        [
          '7220',
          'Purchase returns and discounts (periodic system)',
          'შეძენილი საქონლის უკან დაბრუნება და ფასდათმობა',
          { type: 'contra_expense' },
        ],
        [
          '7290',
          'Inventory adjustment (periodic system, trading)',
          'სასაქონლო-მატერიალური მარაგების კორექტირება',
        ],
      ],
    },
    {
      heading: ['7300', 'Selling (distribution) expenses', 'მიწოდების ხარჯები'],
      type: 'expense',
      ifrsLine: 'Selling expenses',
      accounts: [
        ['7310', 'Advertising expense', 'რეკლამის ხარჯები'],
        ['7320', 'Sales wages and commissions', 'შრომის ანაზღაურება და საკომისიო გასამრჯელო'],
        ['7330', 'Charges on sales wages', 'შრომის ანაზღაურებაზე დანარიცხები'],
        ['7340', 'Transport and storage expense', 'ტრანსპორტირებისა და შენახვის ხარჯები'],
        ['7390', 'Other selling expenses', 'მიწოდების სხვა ხარჯები'],
      ],
    },
    {
      heading: ['7400', 'General and administrative expenses', 'საერთო და ადმინისტრაციული ხარჯები'],
      type: 'expense',
      ifrsLine: 'Administrative expenses',
      accounts: [
        ['7410', 'Wages and salaries (administrative)', 'შრომის ანაზღაურება'],
        // The source does not say what it is for.
        ['7411', 'Independent (separate) account', 'დამოუკიდებელი ანგარიში'],
        ['7415', 'Social charges', 'სოციალური დანარიცხები'],
        ['7416', 'Employer pension contribution expense', 'დამსაქმებლის საპენსიო შენატანის ხარჯი'],
        ['7417', 'Vacation accrual expense', 'შვებულების რეზერვის ხარჯი'],
        ['7420', 'Rent expense', 'საიჯარო ქირა'],
        ['7425', 'Office supplies', 'საოფისე ინვენტარი'],
        ['7426', 'Stationery', 'საკანცელარიო ხარჯი'],
        ['7427', 'Newspapers and periodicals', 'ჟურნალ-გაზეთები'],
        ['7430', 'Communication expense', 'კომუნიკაციის ხარჯები'],
        ['7435', 'Insurance', 'დაზღვევა'],
        ['7440', 'Repairs', 'რემონტი'],
        ['7445', 'Computer expense', 'კომპიუტერის ხარჯები'],
        ['7450', 'Consulting fees', 'საკონსულტაციო ხარჯები'],
        ['7455', 'Depreciation and amortisation', 'ცვეთა და ამორტიზაცია'],
        ['7456', 'Depreciation of right-of-use assets', 'აქტივის გამოყენების უფლების ცვეთა'],
        // Membership fees in one source.
        [
          '7460',
          'Doubtful receivables expense',
          'საეჭვო მოთხოვნებთან დაკავშირებული ხარჯები',
          { ifrsLine: 'Impairment losses/reversals on financial assets' },
        ],
        ['7461', 'Expense related to discounts granted', 'ფასდათმობასთან დაკავშირებული ხარჯები'],
        // The sources disagree: other taxes are 7465 in one and 7470 in another.
        ['7465', 'Other tax expense (property tax etc.)', 'სხვა საგადასახადო ხარჯი'],
        ['7466', 'Land expense', 'მიწის ხარჯი'],
        // Bank charges in a third source; here they are 7492.
        ['7470', 'Other tax expense (S2) / bank charges (S3)', 'სხვა საგადასახადო ხარჯები'],
        ['7475', 'Business trip expense', 'მივლინების ხარჯი'],
        ['7480', 'Warranty expense', 'საგარანტიო ხარჯები'],
        ['7490', 'Other general expenses', 'სხვა საერთო ხარჯები'],
        ['7491', 'Advertising expense (G&A)', 'რეკლამის ხარჯი'],
        ['7492', 'Bank service expense', 'ბანკის მომსახურების ხარჯი'],
        ['7493', 'Business trip expense (G&A)', 'მივლინების ხარჯი'],
        ['7495', 'Non-deductible VAT expense', 'ჩაუთვლელი დღგ-ის ხარჯი'],
      ],
    },
  ],
};
