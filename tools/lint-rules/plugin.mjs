import { bans } from './bans.mjs';

/** @param {import('./bans.mjs').Ban} ban */
const ruleOf = ({ selector, message }) => ({
  meta: { type: 'problem', messages: { banned: message }, schema: [] },
  create: (context) => ({
    [[selector].flat().join(', ')]: (node) => context.report({ node, messageId: 'banned' }),
  }),
});

/** Every ban as a rule of its own, so that each can be allowed where its word is at home. */
export const plugin = {
  meta: { name: 'accounting' },
  rules: Object.fromEntries(bans.map((ban) => [ban.name, ruleOf(ban)])),
};

/** The bans as configuration: on where they are looked for, off where the word is at home. */
export const banConfiguration = bans.flatMap(({ name, within, allowedIn = [] }) => [
  {
    name: `accounting/${name}`,
    files: within ?? ['**/*.{ts,js,cjs,mjs}'],
    ignores: allowedIn,
    plugins: { accounting: plugin },
    rules: { [`accounting/${name}`]: 'error' },
  },
]);
