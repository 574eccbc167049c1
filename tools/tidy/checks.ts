import { copiedWindows } from './copied-windows';
import { docComments } from './doc-comments';
import { eventSamples } from './event-samples';
import { leftOvers } from './markers';
import { liveLinks, oneTitle } from './markdown';
import { migrationIntents, migrationNames } from './migrations';
import { fileNames } from './names';
import { declaredWorkspaceImports, manifests, packageLayout } from './packages';
import { privateData, registryHosts } from './private-data';
import type { Check } from './repository';
import { sameRooms } from './rooms';
import { aggregateSizes, compositionRoots, lineLengths, portSizes } from './sizes';
import { testsMirrorSources } from './test-mirror';

/** Every check, by the rule that it keeps. */
export const checks = {
  'every service has the same rooms': sameRooms,
  'every package has its sources behind an index, and tests': packageLayout,
  'every manifest has one form': manifests,
  'a workspace package is named in the manifest of who imports it': declaredWorkspaceImports,
  'files are named by nouns in kebab-case': fileNames,
  'a line has at most 100 columns': lineLengths,
  'a composition root is short': compositionRoots,
  'a port has at most ten methods': portSizes,
  'an aggregate is a handful of files': aggregateSizes,
  'nothing is left over': leftOvers,
  'tests mirror sources': testsMirrorSources,
  'a document has one title': oneTitle,
  'no link is dead': liveLinks,
  'nothing is written twice': copiedWindows,
  'no personal data is in the repository': privateData,
  'no package registry is named': registryHosts,
  'migrations are numbered without a gap': migrationNames,
  'a migration states its intent': migrationIntents,
  'every type of event has a stored sample': eventSamples,
  'every export of a package has a doc comment': docComments,
} satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof checks;
