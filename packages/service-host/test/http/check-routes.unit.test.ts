import { z } from 'zod';
import { route, streamRoute, type Route } from '../../src';
import { requireSoundRoutes, routeMistakes } from '../../src/http/check-routes';
import { noteRoutes } from '../fixtures/notes-service';

const sound = {
  method: 'post',
  path: '/notes',
  summary: 'Write.',
  tag: 'Notes',
  permission: 'notes:write',
  idempotent: true,
  response: z.strictObject({}),
  handle: async () => ({ body: {} }),
} as const;

const mistakesIn = (...routes: readonly Route[]): string[] => routeMistakes(routes);

describe('check of the routes', () => {
  it('finds nothing in sound ones', () => {
    expect(mistakesIn(...noteRoutes)).toEqual([]);
  });

  it.each(['', 'notes', 'Notes:Write', 'notes:write '])('finds the permission %p', (permission) => {
    expect(mistakesIn(route({ ...sound, permission }))).toEqual([
      'POST /notes: declares no permission of the form "resource:action"',
    ]);
  });

  it('finds a POST without Idempotency-Key', () => {
    expect(mistakesIn(route({ ...sound, idempotent: false }))).toEqual([
      'POST /notes: is a POST but not idempotent, and does not say why it need not be',
    ]);
  });

  it.each([
    ['a 201 that does not say where', { status: 201 }],
    ['a 200 that does', { status: 200, location: () => '/notes/n1' }],
  ] as const)('finds %s what was created is', (_name, declared) => {
    expect(mistakesIn(route({ ...sound, ...declared }))).toEqual([
      'POST /notes: must name a location when it answers with 201, and only then',
    ]);
  });

  it('finds path parameters without a schema', () => {
    expect(mistakesIn(route({ ...sound, path: '/notes/:noteId' }))).toEqual([
      'POST /notes/:noteId: has path parameters without a schema',
    ]);
  });

  it('finds every object that lets unknown fields pass, however deep', () => {
    const line = z.object({ amount: z.string() });
    const body = z.strictObject({
      lines: z.array(line),
      either: z.union([z.strictObject({ a: z.string() }), z.object({ b: z.string() })]),
      pair: z.tuple([line]),
      free: z.record(z.string(), z.string()),
    });
    expect(mistakesIn(route({ ...sound, body, query: z.object({ q: z.string() }) }))).toEqual([
      'POST /notes: query accepts unknown fields; use z.strictObject',
      'POST /notes: body.lines[] accepts unknown fields; use z.strictObject',
      'POST /notes: body.either accepts unknown fields; use z.strictObject',
      'POST /notes: body.pair accepts unknown fields; use z.strictObject',
    ]);
  });

  it('finds the same method and path declared twice', () => {
    expect(mistakesIn(route(sound), route(sound))).toEqual(['POST /notes: is declared twice']);
  });

  it('looks at streamed routes too', () => {
    const { handle: _handle, ...rest } = sound;
    const streamed = streamRoute({
      ...rest,
      permission: 'x',
      consumes: ['text/csv'],
      handleStream: async () => ({ body: {} }),
    });
    expect(mistakesIn(streamed)).toHaveLength(1);
  });

  it('refuses the start with all mistakes at once', () => {
    const routes = [route({ ...sound, permission: '' }), route({ ...sound, idempotent: false })];
    expect(() => requireSoundRoutes(routes)).toThrow(
      /permission[^]*declared twice[^]*not idempotent/,
    );
  });
});
