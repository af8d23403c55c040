/** `npm run demo`: the main job on a real Dockerfile and the image that was built from it. Ends 0, and says what it showed. */
import { main, processIo } from '../../src/cli/main.ts';

const dockerfile = 'fixtures/images/secret-deleted-by-a-later-layer/Dockerfile';
const image = 'fixtures/images/secret-deleted-by-a-later-layer/image.tar';

process.stdout.write(`$ plimsoll lint ${dockerfile}\n\n`);
const lint = await main(['lint', dockerfile], processIo());
process.stdout.write(`\n$ plimsoll image ${image} --dockerfile ${dockerfile}\n\n`);
const inspected = await main(['image', image, '--dockerfile', dockerfile], processIo());

if (lint === 1 && inspected === 1) {
  process.stdout.write(`
That was Plimsoll on a Dockerfile, and on the image built from it. The image still holds a file that a later
instruction removed, with a secret in it: the report names the layer that added it, the instruction that removed it,
and both lines of the Dockerfile. Now yours: npm run dev -- lint PATH, npm run dev -- image FILE --dockerfile PATH
`);
} else {
  process.stderr.write(
    `\nThe demo expected findings (exit code 1) from both commands, and got ${lint} and ${inspected}.\n`,
  );
  process.exitCode = 1;
}
