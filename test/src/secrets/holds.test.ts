/** A look for a few letters spares most texts an expression; it must never spare one in which the expression finds something. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectors, textPlan } from '../../../src/secrets/catalogue.ts';
import { confirm } from '../../../src/secrets/confirm.ts';
import { findInText } from '../../../src/secrets/text.ts';

/** Every text holds it. */
const holds = [''];
const plan = textPlan();
const ungated: typeof plan = {
  ...plan,
  literalAt: (anchor) => {
    const literal = plan.literalAt(anchor);
    return literal && { ...literal, holds };
  },
  detectorsOf: (anchor) => plan.detectorsOf(anchor).map((detector) => ({ ...detector, holds })),
};

const oneOf = fc.constantFrom<string[]>;
/** Letters in any mixture of cases. */
const anyCase = (text: string) =>
  fc
    .infiniteStream(fc.boolean())
    .map((flips) => [...text].map((letter) => (flips.next().value ? letter.toUpperCase() : letter)).join(''));
const many = (...pieces: readonly string[]) => fc.array(oneOf(...pieces), { maxLength: 6 }).map((all) => all.join(''));
const password = fc.stringMatching(/^[A-Za-z0-9!%+]{4,16}$/).map((text) => `${text}7`);
const quote = oneOf('', '"', "'", '`');

/** Texts that the detectors' expressions are likely to match, and some that they miss by a letter. */
const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'curl-credentials': fc
    .tuple(
      anyCase('curl'),
      many(' ', ' -sSL', ' https://example.com/a', ' \\\n', '&', ' -', '\t', '"', ' -X'),
      oneOf(' ', '\n', '  ', ''),
      fc.oneof(anyCase('-u'), anyCase('--user'), anyCase('--proxy-user'), oneOf('-v', '--us')),
      oneOf('=', ' ', '', '    '),
      quote,
      oneOf('app', 'admin', '$USER', "'app'"),
      password,
      quote,
      oneOf('', ' https://example.com', ';', ')', '\n'),
    )
    .map(([curl, flags, blank, flag, joint, open, user, secret, close, rest]) =>
      [curl, flags, blank, flag, joint, open, user, ':', secret, close, rest].join(''),
    ),
  'url-credentials': fc
    .tuple(
      oneOf('', 'FROM ', '"', 'git+'),
      oneOf('https', 'POSTGRES', 'amqp', 'git+ssh'),
      oneOf('app', '', 'app%40x', '$USER'),
      password,
      oneOf('@', '@', '@', '@@', '%40', '/@'),
      oneOf('db.acme.dev/a', 'db:5432', '[::1]', '$HOST', ''),
    )
    .map(([before, scheme, user, secret, at, host]) => `${before}${scheme}://${user}:${secret}${at}${host}`),
};

const gated = detectors().filter((detector) => detector.holds);

test('each detector that looks for letters first has texts here', () => {
  expect(gated.map(({ id }) => id).toSorted()).toEqual(Object.keys(texts).toSorted());
});

describe.each(gated.map((detector) => [detector.id, detector] as const))('%s', (id, detector) => {
  const around = fc.tuple(oneOf('', 'RUN ', '# ', 'x\n'), texts[id] ?? fc.string(), oneOf('', ' # done\n', ' && a'));

  test('finds in every text what it would find without the look', () => {
    let found = 0;
    fc.assert(
      fc.property(around, (parts) => {
        const text = parts.join('');
        const lower = text.toLowerCase();
        for (const anchor of detector.anchors) {
          for (let at = lower.indexOf(anchor); at >= 0; at = lower.indexOf(anchor, at + 1)) {
            const excerpt = { text, origin: 0 };
            const wanted = confirm({ ...detector, holds }, excerpt, at);
            if (wanted) found++;
            expect(confirm(detector, excerpt, at)?.value).toEqual(wanted?.value);
          }
        }
        const all = findInText(text, ungated);
        expect(findInText(text).map(({ start, value }) => ({ start, value }))).toEqual(
          all.map(({ start, value }) => ({ start, value })),
        );
      }),
      { numRuns: 500 },
    );
    // It would say nothing of texts in which there is nothing to be found.
    expect(found).toBeGreaterThan(25);
  });
});
