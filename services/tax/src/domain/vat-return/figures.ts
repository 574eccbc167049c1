import type { VatReturnFigures } from './compute-return';
import type { GeneratedFigures } from './events';

/** Figures as facts and answers hold them: amounts as decimal text. */
export const figuresAsText = (figures: VatReturnFigures): GeneratedFigures => ({
  lines: figures.lines.map(({ goodsAndServices, fixedAssets, ...line }) => ({
    id: line.id,
    base: line.base.toString(),
    vat: line.vat.toString(),
    ...(goodsAndServices && { goodsAndServices: goodsAndServices.toString() }),
    ...(fixedAssets && { fixedAssets: fixedAssets.toString() }),
    vatOfEntries: line.vatOfEntries.toString(),
    entryCount: line.entryCount,
  })),
  outputVat: figures.outputVat.toString(),
  reverseChargeVat: figures.reverseChargeVat.toString(),
  inputVat: figures.inputVat.toString(),
  payable: figures.payable.toString(),
  unclassified: figures.unclassified.toString(),
  entryCount: figures.entryCount,
});
