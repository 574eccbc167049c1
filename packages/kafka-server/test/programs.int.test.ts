import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fetchByMaven, fetchOnce, type Fetch } from '../src/programs';

let cache: string;
let folder: string;
beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'kafka-programs-'));
  folder = path.join(cache, 'programs');
});
afterEach(() => rmSync(cache, { recursive: true }));

const fetchThat =
  (content: string): Fetch =>
  (into) =>
    writeFileSync(path.join(into, `${content}.jar`), '');

describe('the programs of Kafka', () => {
  it('are fetched once', () => {
    fetchOnce(folder, fetchThat('first'));
    fetchOnce(folder, fetchThat('second'));
    expect(readdirSync(folder)).toEqual(['first.jar']);
    expect(readdirSync(cache)).toEqual(['programs']);
  });

  it('are those of whoever is done first, when two fetch them at once', () => {
    fetchOnce(folder, (into) => {
      fetchOnce(folder, fetchThat('faster'));
      fetchThat('slower')(into);
    });
    expect(readdirSync(folder)).toEqual(['faster.jar']);
    expect(readdirSync(cache)).toEqual(['programs']);
  });

  it('leave nothing half done behind when fetching fails', () => {
    const fail: Fetch = () => {
      throw new Error('no network');
    };
    expect(() => fetchOnce(folder, fail)).toThrow('no network');
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('say what is missing where there is no Maven', () => {
    const withoutMaven: Fetch = (into) => fetchByMaven(into, '/no/such/mvn');
    expect(() => fetchOnce(folder, withoutMaven)).toThrow('Maven could not fetch Kafka');
  });
});
