import { Currency } from '@accounting/kernel';
import type { ChartClass } from './chart-row';

export const currentAssets: ChartClass = {
  heading: ['1000', 'Current assets', 'მიმდინარე აქტივები'],
  type: 'asset',
  ifrsLine: 'Current assets',
  groups: [
    {
      heading: ['1100', 'Cash on hand', 'ნაღდი ფული სალაროში'],
      type: 'asset',
      ifrsLine: 'Cash and cash equivalents',
      isMonetary: true,
      accounts: [
        [
          '1110',
          'Cash on hand, national currency (GEL)',
          'ნაღდი ფული ეროვნულ ვალუტაში',
          { currency: Currency.GEL },
        ],
        ['1120', 'Cash on hand, foreign currency', 'ნაღდი ფული უცხოურ ვალუტაში'],
      ],
    },
    {
      heading: ['1200', 'Cash in bank accounts', 'ფული საბანკო ანგარიშებზე'],
      type: 'asset',
      ifrsLine: 'Cash and cash equivalents',
      isMonetary: true,
      accounts: [
        [
          '1210',
          'National currency in resident banks',
          'ეროვნული ვალუტა რეზიდენტ ბანკებში',
          { currency: Currency.GEL },
        ],
        ['1220', 'Foreign currency in resident banks', 'უცხოური ვალუტა რეზიდენტ ბანკებში'],
        ['1230', 'Foreign currency in non-resident banks', 'უცხოური ვალუტა არარეზიდენტ ბანკებში'],
        ['1290', 'Cash in other bank accounts', 'ფული სხვა საბანკო ანგარიშებზე'],
        ['1291', 'Letters of credit', 'აკრედიტივი'],
        ['1292', 'Cheques backed by deposited funds', 'ჩეკები დეპონირებული სახსრებით'],
        ['1293', 'Cheques backed by bank guarantee', 'ჩეკები საბანკო გარანტიით'],
        ['1294', 'Cash reserved for capital investment', 'ფული კაპიტალური დაბანდებისათვის'],
      ],
    },
    {
      heading: ['1300', 'Short-term investments', 'მოკლევადიანი ინვესტიციები'],
      type: 'asset',
      ifrsLine: 'Other current financial assets',
      accounts: [
        [
          '1310',
          'Short-term investments in corporate securities',
          'მოკლევადიანი ინვესტიციები საწარმოთა ფასიან ქაღალდებში',
        ],
        ['1311', 'Short-term investments in shares', 'მოკლევადიანი ინვესტიციები აქციებში'],
        [
          '1314',
          'Short-term investments in bonds',
          'მოკლევადიანი ინვესტიციები ობლიგაციებში',
          { isMonetary: true },
        ],
        [
          '1320',
          'Short-term investments in government securities',
          'მოკლევადიანი ინვესტიციები სახელმწიფო ფასიან ქაღალდებში',
          { isMonetary: true },
        ],
        [
          '1330',
          'Current portion of long-term investments',
          'გრძელვადიანი ინვესტიციების მიმდინარე ნაწილი',
          { isMonetary: true },
        ],
        ['1390', 'Other short-term investments', 'სხვა მოკლევადიანი ინვესტიციები'],
      ],
    },
    {
      heading: ['1400', 'Short-term receivables', 'მოკლევადიანი მოთხოვნები'],
      type: 'asset',
      ifrsLine: 'Trade and other receivables',
      isMonetary: true,
      accounts: [
        [
          '1410',
          'Trade receivables (goods and services)',
          'მოთხოვნები მიწოდებიდან და მომსახურებიდან',
        ],
        [
          '1411',
          'Contract assets / unbilled revenue',
          'დაურიცხავი შემოსავლის მოთხოვნა (კონტრაქტის აქტივი)',
          { ifrsLine: 'Contract assets' },
        ],
        [
          '1415',
          'Allowance for doubtful receivables',
          'საეჭვო მოთხოვნების კორექტირება',
          { type: 'contra_asset' },
        ],
        [
          '1420',
          'Receivables from associated/related enterprises',
          'მოთხოვნები მეკავშირე საწარმოების მიმართ',
        ],
        ['1430', 'Receivables from employees', 'მოთხოვნები საწარმოს პერსონალის მიმართ'],
        [
          '1440',
          'Receivables from management and supervisory board members',
          'მოთხოვნები ხელმძღვანელებისა და სამეთვალყურეო ორგანოების წევრების მიმართ',
        ],
        [
          '1450',
          'Receivables from loans to partners',
          'მოთხოვნები პარტნიორებზე გაცემული სესხებით',
          { ifrsLine: 'Other current financial assets' },
        ],
        [
          '1460',
          "Current portion of partners' debt for capital contributions",
          'კაპიტალის შევსებაზე პარტნიორების გრძელვადიანი დავალიანების მიმდინარე ნაწილი',
        ],
        [
          '1470',
          'Current portion of long-term receivables',
          'გრძელვადიანი მოთხოვნების მიმდინარე ნაწილი',
        ],
        [
          '1477',
          'Short-term finance lease receivables',
          'მოკლევადიანი მოთხოვნები ფინანსური იჯარიდან',
          { ifrsLine: 'Finance lease receivables (current)' },
        ],
        // Settled in goods, not in money: keep the rate of their day (IFRIC 22).
        [
          '1480',
          'Advances paid to suppliers',
          'მომწოდებლებზე გადახდილი ავანსები',
          { ifrsLine: 'Other current non-financial assets', isMonetary: false },
        ],
        [
          '1481',
          'Advances paid for fixed assets',
          'ძირითად საშუალებებზე გადახდილი ავანსები',
          { ifrsLine: 'Other non-current non-financial assets', isMonetary: false },
        ],
        [
          '1485',
          'Advances at customs',
          'საბაჟოზე ავანსები',
          { ifrsLine: 'Other current non-financial assets', isMonetary: false },
        ],
        ['1490', 'Other short-term receivables', 'სხვა მოკლევადიანი მოთხოვნები'],
        [
          '1491',
          'Unified treasury tax card (debit side of one-card settlement)',
          'ერთიანი სახაზინო ანგარიში (ბარათი)',
          { ifrsLine: 'Current tax assets / other receivables' },
        ],
      ],
    },
    {
      heading: ['1500', 'Short-term notes receivable', 'მოკლევადიანი სათამასუქო მოთხოვნები'],
      type: 'asset',
      ifrsLine: 'Trade and other receivables',
      isMonetary: true,
      accounts: [
        ['1510', 'Short-term notes received', 'მიღებული მოკლევადიანი თამასუქები'],
        [
          '1520',
          'Current portion of long-term notes received',
          'მიღებული გრძელვადიანი თამასუქების მიმდინარე ნაწილი',
        ],
      ],
    },
    {
      heading: ['1600', 'Inventories', 'სასაქონლო-მატერიალური მარაგები'],
      type: 'asset',
      ifrsLine: 'Inventories',
      accounts: [
        ['1610', 'Merchandise', 'საქონელი'],
        ['1620', 'Raw materials and supplies', 'ნედლეული და მასალები'],
        ['1629', 'Spare parts', 'სათადარიგო ნაწილები'],
        ['1630', 'Work in progress', 'დაუმთავრებელი წარმოება'],
        ['1640', 'Finished goods', 'მზა პროდუქცია'],
        ['1642', 'Goods sent on consignment', 'კონსიგნაციით გაგზავნილი საქონელი'],
        [
          '1650',
          'Inventory count differences (clearing)',
          'მარაგების დაზუსტება',
          { normalBalance: 'both' },
        ],
        ['1690', 'Other inventories (fuel, packaging)', 'სხვა სასაქონლო-მატერიალური მარაგი'],
      ],
    },
    {
      heading: ['1700', 'Prepaid expenses', 'წინასწარ გაწეული ხარჯები'],
      type: 'asset',
      ifrsLine: 'Other current non-financial assets',
      accounts: [
        ['1710', 'Prepaid services', 'წინასწარ ანაზღაურებული მომსახურება'],
        ['1720', 'Prepaid rent', 'წინასწარ გადახდილი საიჯარო ქირა'],
        // Prepaid salaries and their charges in one source, with 1731 to 1733.
        [
          '1730',
          'Prepaid profit tax',
          'წინასწარ გადახდილი მოგების გადასახადი',
          { ifrsLine: 'Current tax assets' },
        ],
        [
          '1731',
          'Prepaid income tax on dividends',
          'წინასწარ გადახდილი საშემოსავლო დივიდენდებზე',
          { ifrsLine: 'Current tax assets' },
        ],
        ['1735', 'Prepaid property tax', 'წინასწარ გადახდილი ქონების გადასახადი'],
        ['1736', 'Prepaid income tax', 'წინასწარ გადახდილი საშემოსავლო გადასახადი'],
        ['1790', 'Other prepaid expenses', 'სხვა წინასწარ გაწეული ხარჯები'],
      ],
    },
    {
      heading: ['1800', 'Accrued receivables', 'დარიცხული მოთხოვნები'],
      type: 'asset',
      ifrsLine: 'Trade and other receivables',
      isMonetary: true,
      accounts: [
        ['1810', 'Dividends receivable', 'მისაღები დივიდენდები'],
        ['1820', 'Interest receivable', 'მისაღები პროცენტები'],
        ['1890', 'Other accrued receivables', 'სხვა დარიცხული მოთხოვნები'],
        ['1891', 'Rent receivable', 'მოთხოვნები იჯარაზე'],
      ],
    },
    {
      heading: ['1900', 'Other current assets (group)', 'სხვა მიმდინარე აქტივები'],
      type: 'asset',
      ifrsLine: 'Other current non-financial assets',
      accounts: [['1910', 'Other current assets', 'სხვა მიმდინარე აქტივები']],
    },
  ],
};
