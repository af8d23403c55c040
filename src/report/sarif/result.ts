/** A finding as a SARIF result. */
import type { Finding, Fix, Place, Report } from '../../finding.ts';
import { joinedPlace } from '../anchor.ts';
import { fileLocation, locationOf, rangeOf } from './location.ts';
import type { Written } from './notification.ts';
import { levelOf } from './rule.ts';

/** The result with all that the finding knows. */
export function resultOf(finding: Finding, report: Report, desk: Written & { readonly ruleIndex: number }) {
  const joined = joinedPlace(finding, report);
  const related = relatedOf(finding, report, { desk, joined });
  const flow = flowOf(finding, report, desk);
  return {
    ruleId: finding.rule,
    ruleIndex: desk.ruleIndex,
    kind: 'fail',
    level: levelOf(finding.severity),
    message: messageOf(finding, related),
    locations: [locationOf(finding.place, report, desk, joined)],
    ...(related.length > 0 && { relatedLocations: related }),
    ...(flow && { codeFlows: [flow] }),
    ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((fix) => fixOf(fix, finding, desk)) }),
    // GitHub tells alerts apart by the second, which it would else compute from the line's text.
    partialFingerprints: {
      'plimsoll/v1': finding.fingerprint,
      primaryLocationLineHash: `${finding.fingerprint}:1`,
    },
    ...suppressionsOf(finding, report, desk),
    ...(desk.compared && { baselineState: finding.baseline ?? 'new' }),
    ...(finding.origin || finding.evidence.length > 0 ? { properties: propertiesOf(finding) } : {}),
  };
}

function propertiesOf({ origin, evidence }: Finding) {
  return { ...(origin && { origin }), ...(evidence.length > 0 && { evidence }) };
}

/** Services show a related place only where the message links to it. */
function messageOf(finding: Finding, related: readonly { readonly id: number; readonly message: { text: string } }[]) {
  const links = related.map(({ id, message }) => `[${message.text.replace(/[[\]\\]/g, '\\$&')}](${id})`).join(', ');
  const text = [finding.message, finding.help].flatMap((part) => part ?? []).join(' ');
  const plainText = text.replace(/[[\]\\]/g, '\\$&');
  return { text: links === '' ? plainText : `${plainText} See ${links}.` };
}

function relatedOf(finding: Finding, report: Report, { desk, joined }: { desk: Written; joined: Place | undefined }) {
  const inImage = joined === undefined ? [] : [{ place: finding.place, message: 'in the image' }];
  return [...inImage, ...finding.related].map(({ place, message }, at) => ({
    id: at + 1,
    ...locationOf(place, report, desk),
    message: { text: message },
  }));
}

/** `added here`, `removed there`: the way of a file through the layers. */
function flowOf(finding: Finding, report: Report, desk: Written) {
  if (finding.place.kind !== 'layer' || finding.related.length < 2) return undefined;
  const locations = finding.related.map(({ place, message }) => ({
    location: { ...locationOf(place, report, desk), message: { text: message } },
  }));
  return { threadFlows: [{ locations }] };
}

function fixOf(fix: Fix, finding: Finding, { sources }: Written) {
  const own = 'file' in finding.place ? finding.place.file : undefined;
  const files = Map.groupBy(fix.edits, (edit) => edit.file ?? own);
  return {
    description: { text: `${fix.title.replace(/\.$/, '')}.` },
    artifactChanges: Array.from(files, ([file, edits]) => ({
      artifactLocation: fileLocation(file ?? ''),
      replacements: edits.map((edit) => ({
        deletedRegion: rangeOf(edit.span, sources(file ?? '')),
        insertedContent: { text: edit.text },
      })),
    })),
    properties: { safety: fix.safety },
  };
}

function suppressionsOf({ suppressed }: Finding, report: Report, desk: Written) {
  if (suppressed === undefined) return {};
  const { kind, reason, place } = suppressed;
  return {
    suppressions: [
      {
        kind,
        status: 'accepted',
        ...(reason !== undefined && { justification: reason }),
        ...(place && { location: locationOf(place, report, desk) }),
      },
    ],
  };
}
