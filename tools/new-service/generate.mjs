import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { namesOf } from './names.mjs';

const templatesFolder = fileURLToPath(new URL('templates', import.meta.url));
const extension = '.template';

const filled = (text, names) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (names[name] === undefined) throw new Error(`A template asks for an unknown name: ${name}`);
    return names[name];
  });

const templates = () =>
  readdirSync(templatesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Long names break lines where short ones do not, so what was filled in is formatted. */
const formatted = async (text, file) =>
  /\.(ts|json|md)$/.test(file)
    ? format(text, { ...(await resolveConfig(templatesFolder)), filepath: file })
    : text;

const servicesIn = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

/**
 * Makes the rooms of a new service below `rootFolder` and resolves with the paths of its files.
 * Refuses a name that is not in kebab-case and a service that exists.
 */
export const generateService = async (rootFolder, service, aggregate) => {
  const servicesFolder = path.join(rootFolder, 'services');
  const names = namesOf(service, aggregate, servicesIn(servicesFolder));
  const target = path.join(servicesFolder, service);
  if (existsSync(target)) throw new Error(`There is a service named ${service} already.`);
  const written = [];
  for (const template of templates()) {
    const relative = path.relative(templatesFolder, template).slice(0, -extension.length);
    const file = path.join(target, filled(relative, names));
    mkdirSync(path.dirname(file), { recursive: true });
    const text = filled(readFileSync(template, 'utf8'), names);
    writeFileSync(file, await formatted(text, file));
    written.push(file);
  }
  return { names, files: written.sort() };
};
