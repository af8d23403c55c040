/** Platforms: as an index states them, as users write them, and which of them is which. */
import { fieldsOf, textOf } from './json.ts';

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | undefined;
}

/** The `platform` of a descriptor. */
export function platformOf(value: unknown): Platform | undefined {
  const fields = fieldsOf(value);
  const os = textOf(fields?.['os']);
  const architecture = textOf(fields?.['architecture']);
  if (os === undefined || architecture === undefined) return undefined;
  return { os, architecture, variant: textOf(fields?.['variant']) || undefined };
}

const otherNames: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  i386: '386',
};

/** `linux/arm64/v8`, `linux/amd64`, or an architecture alone. */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.toLowerCase().split('/');
  if (parts.length > 3 || parts.includes('')) return undefined;
  const [first = '', second, variant] = parts;
  const architecture = second ?? first;
  return {
    os: second === undefined ? 'linux' : first,
    architecture: otherNames[architecture] ?? architecture,
    variant,
  };
}

/** Whether an image for `has` is what was asked for by `wanted`; a variant counts only where it was asked for. */
export function platformMatches(wanted: Platform, has: Platform): boolean {
  if (wanted.os !== has.os || wanted.architecture !== has.architecture) return false;
  return wanted.variant === undefined || wanted.variant === (has.variant ?? usualVariant(has.architecture));
}

function usualVariant(architecture: string): string | undefined {
  return architecture === 'arm64' ? 'v8' : architecture === 'arm' ? 'v7' : undefined;
}

/** As users write it. */
export function platformText({ os, architecture, variant }: Platform): string {
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}
