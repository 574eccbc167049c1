import { join } from 'node:path';
import { readTaxLaw } from '../src/infrastructure/rule-set.files';

/** The law as it is delivered, for tests of calculations. */
export const taxLaw = readTaxLaw(join(__dirname, '../rules'));
