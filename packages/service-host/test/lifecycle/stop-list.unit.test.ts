import { pino } from 'pino';
import { within } from '../../src/lifecycle/bounded';
import { InFlight } from '../../src/lifecycle/in-flight';
import { StopList } from '../../src/lifecycle/stop-list';

const silent = pino({ level: 'silent' });

describe('stop list', () => {
  it('stops what was started last first', async () => {
    const stopped: string[] = [];
    const list = new StopList();
    for (const name of ['database', 'relay', 'http']) {
      list.add(name, 1_000, () => void stopped.push(name));
    }
    expect(await list.stopAll(silent)).toEqual([]);
    expect(stopped).toEqual(['http', 'relay', 'database']);
  });

  it('leaves steps behind that fail or hang, names them, and goes on', async () => {
    let isClosed = false;
    const list = new StopList();
    list.add('database', 1_000, () => {
      isClosed = true;
    });
    list.add('stuck', 20, () => new Promise(() => undefined));
    list.add('broken', 1_000, () => {
      throw new Error('x');
    });
    expect(await list.stopAll(silent)).toEqual(['broken', 'stuck']);
    expect(isClosed).toBe(true);
  });

  it('stops each thing once', async () => {
    let count = 0;
    const list = new StopList();
    list.add('once', 1_000, () => {
      count += 1;
    });
    await list.stopAll(silent);
    await list.stopAll(silent);
    expect(count).toBe(1);
  });
});

describe('a bounded step', () => {
  it('hands on the outcome of its work', async () => {
    expect(await within('adding', 1_000, () => 7)).toBe(7);
    await expect(within('failing', 1_000, () => Promise.reject(new Error('x')))).rejects.toThrow(
      'x',
    );
  });

  it('fails by name when its time is over', async () => {
    await expect(within('waiting', 10, () => new Promise(() => undefined))).rejects.toThrow(
      'waiting did not finish within 10 ms',
    );
  });
});

describe('work in flight', () => {
  it('is waited for until the last has ended', async () => {
    const inFlight = new InFlight<string>();
    inFlight.add('a');
    inFlight.add('b');
    const empty = inFlight.empty(1_000);
    inFlight.delete('a');
    inFlight.delete('b');
    expect(await empty).toBe(true);
    expect(await inFlight.empty(0)).toBe(true);
  });

  it('is given up on when the time is over', async () => {
    const inFlight = new InFlight<string>();
    inFlight.add('a');
    expect(await inFlight.empty(10)).toBe(false);
    const left: string[] = [];
    inFlight.forEach((item) => left.push(item));
    expect(left).toEqual(['a']);
  });
});
