import {
  correlationIdCheck,
  identityClearing,
  identityHeadersOfNobody,
  identityHeadersOfToken,
  tokenForm,
} from '@accounting/kong';
import { createRequire } from 'node:module';

interface Fengari {
  readonly to_luastring: (text: string) => Uint8Array;
  readonly lua: { readonly lua_tojsstring: (state: unknown, index: number) => string };
  readonly lualib: { readonly luaL_openlibs: (state: unknown) => void };
  readonly lauxlib: {
    readonly luaL_newstate: () => unknown;
    readonly luaL_dostring: (state: unknown, program: Uint8Array) => number | boolean;
  };
}

/** Lua in JavaScript; it brings no types. */
const fengari = createRequire(__filename)('fengari') as Fengari;

/** What a program returns, as text. Throws what Lua says of a program that fails. */
const run = (program: string): string => {
  const state = fengari.lauxlib.luaL_newstate();
  fengari.lualib.luaL_openlibs(state);
  const failed = fengari.lauxlib.luaL_dostring(state, fengari.to_luastring(program));
  const text = fengari.lua.lua_tojsstring(state, -1);
  if (failed) throw new Error(text);
  return text;
};

/**
 * What the functions use of Kong's development kit, in Lua: headers by their names in small
 * letters, a list where one was sent more than once, and "truncated" where there are more than were
 * asked for.
 */
const developmentKit = `
  local headers, cleared = {}, {}
  function send(name, value)
    local key = name:lower()
    local earlier = headers[key]
    if earlier == nil then headers[key] = value
    elseif type(earlier) == "table" then table.insert(earlier, value)
    else headers[key] = { earlier, value } end
  end
  function has(name) return headers[name:lower()] ~= nil end
  kong = {
    request = {
      get_headers = function(max)
        local some, count = {}, 0
        for name, value in pairs(headers) do
          count = count + 1
          if count > max then return some, "truncated" end
          some[name] = value
        end
        return some
      end,
      get_header = function(name)
        local value = headers[name:lower()]
        if type(value) == "table" then return value[1] end
        return value
      end,
    },
    service = {
      request = {
        clear_header = function(name) headers[name:lower()] = nil end,
        set_header = function(name, value) headers[name:lower()] = value end,
      },
    },
  }
`;

/** What OpenResty decodes with: standard letters, with their padding; `nil` for anything else. */
const decoding = `
  local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  ngx = {
    decode_base64 = function(text)
      if #text % 4 ~= 0 or not text:find("^[A-Za-z0-9+/]*=?=?$") then return nil end
      local bits, count, out = 0, 0, {}
      for letter in text:gmatch("[^=]") do
        bits = bits * 64 + letters:find(letter, 1, true) - 1
        count = count + 6
        if count >= 8 then
          count = count - 8
          local unit = 2 ^ count
          table.insert(out, string.char(math.floor(bits / unit)))
          bits = bits % unit
        end
      end
      return table.concat(out)
    end,
  }
`;

type Send = readonly (readonly [name: string, value: string])[];

const quoted = (text: string): string => {
  const bytes = [...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`);
  return `"${bytes.join('')}"`;
};

/** The names that are left of a request after a function ran. */
const leftAfter = (lines: string, sent: Send): string[] => {
  const sending = sent.map(([name, value]) => `send(${quoted(name)}, ${quoted(value)})`);
  const names = [...new Set(sent.map(([name]) => name))];
  const asking = names.map((name) => `(has(${quoted(name)}) and "1" or "0")`);
  const program = [
    developmentKit,
    ...sending,
    `;(function() ${lines} end)()`,
    'local left = ""',
    ...asking.map((question) => `left = left .. ${question}`),
    'return left',
  ];
  const answer = run(program.join('\n'));
  return names.filter((_, index) => answer[index] === '1');
};

describe('Lua that runs before everything else', () => {
  const header = 'X-Correlation-ID';

  it.each(['a', 'order-7_of:2026.11', 'z'.repeat(128)])(
    'lets a client choose its correlation id: %s',
    (value) => {
      expect(leftAfter(correlationIdCheck, [[header, value]])).toEqual([header]);
    },
  );

  it.each(['', ' ', 'z'.repeat(129), 'a b', 'a\nb', 'a%0d', 'ა', '<b>', 'a,b', '${x}', 'a/b'])(
    'clears what is no safe text: %j',
    (value) => {
      expect(leftAfter(correlationIdCheck, [[header, value]])).toEqual([]);
    },
  );

  it('clears one that was sent twice, even when it says the same', () => {
    const twice: Send = [
      [header, 'a'],
      ['x-correlation-id', 'a'],
    ];
    expect(leftAfter(correlationIdCheck, twice)).toEqual([]);
  });

  it.each(['X_Correlation_ID', 'X_Correlation-ID', 'x-correlation_id'])(
    'clears another spelling, which nginx takes for the same: %s',
    (name) => {
      const left = leftAfter(correlationIdCheck, [
        [header, 'mine'],
        [name, '<b>'],
      ]);
      expect(left).toEqual([header]);
    },
  );

  it('clears it where so many headers were sent that it might not have been seen', () => {
    const many = Array.from({ length: 1001 }, (_, index) => [`X-${index}`, 'a'] as const);
    const left = leftAfter(correlationIdCheck, [[header, 'mine'], ...many]);
    expect(left).not.toContain(header);
    expect(left).toHaveLength(1001);
  });

  it('does nothing to a request without one', () => {
    expect(leftAfter(correlationIdCheck, [['Accept', 'a']])).toEqual(['Accept']);
  });

  it('clears every header by which a client may claim to be somebody, and no other', () => {
    const claims = [...identityHeadersOfToken, ...identityHeadersOfNobody];
    const sent = [...claims, 'Authorization', header].map((name) => [name, 'a'] as const);
    expect(leftAfter(identityClearing, sent)).toEqual(['Authorization', header]);
  });

  const part = (claims: object): string =>
    Buffer.from(JSON.stringify(claims)).toString('base64url');

  const tokenAfter = (sent: string, ...more: readonly string[]): string => {
    const program = [
      developmentKit,
      decoding,
      `send("Authorization", ${quoted(sent)})`,
      ...more,
      `;(function() ${tokenForm} end)()`,
      'local subject = kong.request.get_header("Limit-Subject")',
      'local other = kong.request.get_header("Limit_Subject")',
      'local authorization = kong.request.get_header("Authorization")',
      'return tostring(authorization) .. "|" .. tostring(subject) .. "|" .. tostring(other)',
    ];
    return run(program.join('\n'));
  };

  it.each(['Bearer', 'bearer', '  Bearer \t '])(
    'writes a token in one form, and whom it is of: %j',
    (scheme) => {
      const token = `a.${part({ iss: 'x', sub: '0192f0c1-7a3b' })}.c`;
      expect(tokenAfter(`${scheme} ${token} `)).toBe(`Bearer ${token}|0192f0c1-7a3b|nil`);
    },
  );

  it('finds whom a token is of, whatever its length and letters', () => {
    for (let length = 0; length < 8; length += 1) {
      const token = `a.${part({ ['ÿ>?'.repeat(length)]: 1, sub: 'nino' })}.c`;
      expect(tokenAfter(`Bearer ${token}`)).toBe(`Bearer ${token}|nino|nil`);
    }
  });

  it.each([
    ...['Basic abc', 'Bearer', 'Bearer a b', 'x Bearer a.b.c', 'Bearer a.b.c.d', 'BEARER a.b.c'],
    ...['Bearer a.b.c=', 'Bearer a.b.c, Bearer d.e.f', 'Bearer .b.c', 'Bearer a..c'],
  ])('lets nothing else pass: %j', (sent) => {
    expect(tokenAfter(sent)).toBe('nil|nil|nil');
  });

  it('lets nobody choose what they are counted by', () => {
    const chosen = ['send("Limit-Subject", "x")', 'send("Limit_Subject", "x")'];
    expect(tokenAfter(`Bearer a.${part({ sub: 'n' })}.c`, ...chosen)).toMatch(/\|n\|nil$/);
    expect(tokenAfter('Bearer a.b.c', ...chosen)).toBe('Bearer a.b.c|nil|nil');
    expect(tokenAfter('Basic abc', ...chosen)).toBe('nil|nil|nil');
  });
});
