import { exhaustive, invariant } from '@accounting/kernel';

describe('an invariant', () => {
  it('lets pass what is true', () => {
    expect(() => {
      invariant('text', 'the text is not empty');
    }).not.toThrow();
  });

  it('fails with what should have been true', () => {
    expect(() => {
      invariant(undefined, 'the account is known');
    }).toThrow('Invariant violated: the account is known');
  });
});

describe('an exhaustive switch', () => {
  it('fails loudly on a case that slipped past its parser', () => {
    expect(() => exhaustive({ type: 'Unknown' } as never)).toThrow(
      'Unhandled case: {"type":"Unknown"}',
    );
  });
});
