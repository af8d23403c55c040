/** The variables that the builder sets in the global scope by itself. */

const names = [
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDOSVERSION',
  'BUILDARCH',
  'BUILDVARIANT',
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETOSVERSION',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETSTAGE',
] as const;

/** Names that `--build-arg` may give without an ARG that declares them; they are seen by RUN alone. */
export const proxyArgs: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
);

export const platformArgNames: ReadonlySet<string> = new Set(names);

/** Each with its value, `undefined` where that depends on who builds. */
export function platformArgs(
  platform: string | undefined,
  buildArgs: Readonly<Record<string, string | undefined>>,
): readonly { readonly name: string; readonly text: string | undefined }[] {
  const [os, arch, variant = ''] = platform?.split('/') ?? [];
  const known: Record<string, string | undefined> = {
    TARGETPLATFORM: platform,
    TARGETOS: os,
    TARGETARCH: arch,
    TARGETVARIANT: arch === undefined ? undefined : variant,
  };
  return names.map((name) => ({ name, text: Object.hasOwn(buildArgs, name) ? buildArgs[name] : known[name] }));
}
