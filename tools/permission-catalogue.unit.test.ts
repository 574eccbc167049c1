import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionCatalogue } from '../services/compliance/src/domain/role/permission-catalogue';

const services = join(__dirname, '..', 'services');

/** The permissions that the routes and methods of a source ask for. */
const permissionsIn = (source: string): readonly string[] =>
  [...source.matchAll(/\bpermission: '([a-z-]+:[a-z-]+)'/g)].map(
    ([, permission = '']) => permission,
  );

const apiOf = (service: string): string => join(services, service, 'src', 'api');

const declaredBy = (service: string): readonly string[] => {
  const files = readdirSync(apiOf(service), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts'));
  const all = sources.flatMap((file) =>
    permissionsIn(readFileSync(join(apiOf(service), file), 'utf8')),
  );
  return [...new Set(all)].sort();
};

const catalogued = (service: string): readonly string[] =>
  permissionCatalogue
    .filter((entry) => entry.service === service)
    .map(({ permission }) => permission)
    .sort();

describe('the catalogue of permissions', () => {
  const built = readdirSync(services).filter((service) => existsSync(apiOf(service)));

  it.each(built)('has exactly what the routes and methods of %s ask for', (service) => {
    expect(declaredBy(service)).not.toEqual([]);
    expect(declaredBy(service)).toEqual(catalogued(service));
  });

  it('would miss a permission that only a route knows', () => {
    expect(permissionsIn("route({ permission: 'books:burn', path: '/books' })")).toEqual([
      'books:burn',
    ]);
  });
});
