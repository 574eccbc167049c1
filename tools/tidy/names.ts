import type { Check } from './repository';
import { filesMatching } from './repository';

const named = /^(packages|services|tools|bench|proto|kong|istio)\//;
/** kebab-case parts between dots: `invoices.routes.ts`, `0001_open_periods.sql`. */
const kebabPart = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const snakePart = /^[a-z0-9]+(_[a-z0-9]+)*$/;
/** Their tools demand these names. */
const demanded = new Set(['README.md', 'Dockerfile', 'CHANGELOG.md']);
const snakeFiles = /\.(sql|proto|prisma)$/;

/** Words that say nothing about what is inside. */
const emptyWords = ['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'misc', 'stuff'];

const objectionsTo = (part: string, isSnake: boolean): string[] => {
  const words = part.split(/[-_.]/);
  const pattern = isSnake ? snakePart : kebabPart;
  return [
    ...words
      .filter((word) => emptyWords.includes(word))
      .map((word) => `"${word}" says nothing about what is inside`),
    ...(part.split('.').every((piece) => piece === '' || pattern.test(piece))
      ? []
      : [`"${part}" is not ${isSnake ? 'snake_case' : 'kebab-case'}`]),
  ];
};

/** Files and folders are nouns in kebab-case. */
export const fileNames: Check = (repository) =>
  filesMatching(repository, named).flatMap(({ path }) => {
    const parts = path.split('/').filter((part) => !demanded.has(part));
    return parts.flatMap((part, index) =>
      objectionsTo(part, index === parts.length - 1 && snakeFiles.test(part)).map((message) => ({
        path,
        message,
      })),
    );
  });
