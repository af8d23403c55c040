/** The findings of a report, each linked to its line and its place in the picture. */
import type { Finding, Place } from '../../finding.ts';
import { count, size } from '../numbers.ts';
import { placeName, skippedName } from '../place.ts';
import { bestFix } from '../tally.ts';
import { type Desk, lineId, shownLine } from './dockerfile.ts';
import { escapeHtml, prose } from './markup.ts';

/** A list, and before it what was not checked. */
export function findingList(desk: Desk): string {
  const { findings, report } = desk;
  const skipped = report.skipped.map(
    (entry) =>
      `<li class="skipped"><b>Not checked:</b> ${escapeHtml(skippedName(entry, report, desk.sources))} (${entry.reason}). ${prose(entry.detail)}</li>`,
  );
  if (findings.length + skipped.length === 0) return '<section class="findings"><h3>Nothing was found</h3></section>';
  const items = findings.map((finding, at) => item(finding, at, desk));
  return `<section class="findings"><h3>${count(findings.length, 'finding')}</h3><ul>${skipped.join('')}${items.join('')}</ul></section>`;
}

function item(finding: Finding, at: number, desk: Desk): string {
  const { context, id } = desk;
  const uri = context.rule(finding.rule)?.uri;
  const rule =
    uri === undefined ? escapeHtml(finding.rule) : `<a href="${escapeHtml(uri)}">${escapeHtml(finding.rule)}</a>`;
  const related = finding.related.map(({ place, message }) => `<li>${prose(message)} ${placeLink(place, desk)}</li>`);
  const fix = bestFix(finding);
  const advice = [finding.help, fix && `Fix: ${fix.title}.`].flatMap((text) => text ?? []);
  return [
    `<li id="${id}-f${at}" class="finding ${finding.severity}" tabindex="-1">`,
    `<p><b class="severity">${finding.severity}</b> ${prose(finding.message)} <span class="rule">${rule}</span></p>`,
    `<p class="where">${placeLink(finding.place, desk, shownLine(finding, desk))}${bytesOf(finding)}</p>`,
    ...(related.length > 0 ? [`<ul class="related">${related.join('')}</ul>`] : []),
    ...advice.map((text) => `<p class="help">${prose(text)}</p>`),
    '</li>',
  ].join('');
}

function placeLink(place: Place, desk: Desk, line = lineId(place, desk, desk.sources)): string {
  const text = escapeHtml(placeName(place, desk.report, desk.sources));
  const tile =
    place.kind === 'layer'
      ? ` <button type="button" class="show" data-layer="${place.layer}" data-path="${escapeHtml(place.path)}">show</button>`
      : '';
  return line === undefined ? `<span>${text}</span>${tile}` : `<a href="#${line}">${text}</a>${tile}`;
}

function bytesOf({ evidence }: Finding): string {
  const bytes = evidence.find((one) => one.kind === 'bytes');
  return bytes?.kind === 'bytes' ? ` <span class="bytes">${size(bytes.bytes)}</span>` : '';
}
