/** What every secret's name holds: rules are asked only about files that hold one of these. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSecretName, secretParts } from '../../../src/secrets/names.ts';

const words = [
  ...['API', 'AUTH', 'ACCESS', 'KEY', 'ID', 'TOKEN', 'CREDS', 'PASSCODE', 'PASS', 'PHRASE', 'WORD', 'PSW', 'PWD', 'PW'],
  ...[
    'PWORD',
    'SECRET',
    'USER',
    'PAT',
    'PIN',
    'PRIVATE',
    'PRE',
    'SHARED',
    'IDENTITY',
    'REGISTRY',
    'DB',
    'NODE',
    'VERSION',
  ],
];

test('each secret name holds one of the parts, however its words are joined', () => {
  let secret = 0;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('_', '', '-', '.'),
      fc.constantFrom('upper', 'lower', 'camel'),
      (parts, joint, casing) => {
        const written = parts.map((part) =>
          casing === 'upper' ? part : casing === 'lower' ? part.toLowerCase() : part[0] + part.slice(1).toLowerCase(),
        );
        const name = written.join(joint);
        if (!isSecretName(name)) return true;
        secret++;
        return secretParts.some((part) => name.toLowerCase().includes(part));
      },
    ),
    { numRuns: 3000 },
  );
  expect(secret).toBeGreaterThan(500);
});
