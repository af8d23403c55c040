/** Dates that people wrote: the last day on which something holds. */

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Whether the last day lies in the past. Where today is not known, nothing is past. */
export function isOver(until: string | undefined, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && isDate(until) && until < today;
}

/** Days from today to a date, both `YYYY-MM-DD`. */
export function daysLeft(until: string, today: string): number {
  return Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000);
}
