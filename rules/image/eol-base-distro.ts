import { endOfLifeDate } from '../../src/dockerfile/data/end-of-life.ts';
import { releaseOf } from '../../src/dockerfile/release.ts';
import { defineRule } from '../../src/rule.ts';

/** Products of the table by `ID` of os-release. */
const products: Readonly<Record<string, string>> = { amzn: 'amazonlinux', rocky: 'rockylinux' };
const facts = { today: '2026-08-15' };

export default defineRule({
  id: 'eol-base-distro',
  on: 'image',
  reads: ['osRelease'],
  since: '1.0',
  severity: 'info',
  category: 'security',
  summary: 'The distribution of an image must not be past its end of life.',
  why: 'Nobody mends its packages any more: what is found in them from now on stays in the image.',
  options: (z) => z.strictObject({ days: z.int().default(0).describe('Speak this many days before the end.') }),
  bad: [
    {
      facts,
      layers: [{ '[|etc/os-release|]': 'ID=debian\nVERSION_ID="10"\nNAME="Debian GNU/Linux"\n' }],
      message: 'debian 10 has had no security fixes since 2024-06-30 (table of 2026-08-22).',
    },
    { facts, layers: [{ '[|usr/lib/os-release|]': 'ID=alpine\nVERSION_ID=3.9.6\nNAME="Alpine Linux"\n' }] },
    { facts, options: { days: 30 }, layers: [{ '[|etc/os-release|]': 'ID=debian\nVERSION_ID="11"\nNAME=x\n' }] },
  ],
  good: [
    { facts, layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="12"\nNAME=x\n' }] },
    { name: 'the day is not known', layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID="10"\nNAME=x\n' }] },
    { name: 'not in the table', facts, layers: [{ 'etc/os-release': 'ID=acmeos\nVERSION_ID=1\nNAME=x\n' }] },
  ],

  *check({ osRelease, facts: { today } }, { days }) {
    const [found] = osRelease;
    const ends = found && releaseOf(products[found.id] ?? found.id, found.version)?.ends;
    if (!found || today === undefined || ends === undefined || ends >= addDays(today, days)) return;
    const verb = ends < today ? 'has had no security fixes since' : 'gets no more security fixes after';
    yield {
      place: found.place,
      message: `${found.id} ${found.version} ${verb} ${ends} (table of ${endOfLifeDate}).`,
      evidence: [{ kind: 'value', name: 'end of life', value: ends }],
      help: `Move to a base of a supported release of ${found.id}.`,
    };
  },
});

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
