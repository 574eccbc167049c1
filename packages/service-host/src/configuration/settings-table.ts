import type { Settings } from './settings';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/**
 * The settings as a Markdown table, for a README: name, default, meaning, in the order declared.
 */
export const settingsTable = (settings: Settings): string => {
  const rows = Object.entries(settings).map(([name, setting]) => {
    const standard = setting.default === undefined ? 'required' : `\`${cell(setting.default)}\``;
    return `| \`${name}\` | ${standard} | ${cell(setting.meaning)} |`;
  });
  return ['| setting | default | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
};
