import type { Canaries } from './canary';
import type { CheckName } from './checks';
import { layoutCanaries } from './layout-canaries';
import { textCanaries } from './text-canaries';

/** At least one violation of every check; a check without one does not compile. */
export const canaries: Readonly<Record<CheckName, Canaries>> = {
  ...layoutCanaries,
  ...textCanaries,
};
