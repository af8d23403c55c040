/** `npm run package:vscode`: the extension as one `.vsix`, the server and the command bundled in it. `--built` packs `dist` as it is. */
import { execFileSync } from 'node:child_process';
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

const manifest: {
  name: string;
  displayName: string;
  description: string;
  version: string;
  publisher: string;
  engines: { vscode: string };
  categories: string[];
  keywords: string[];
} = JSON.parse(readFileSync('lsp/vscode/manifest.json', 'utf8'));

if (!process.argv.includes('--built')) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });

/** Path in the extension → file of ours. */
const files = new Map<string, string>([
  ['package.json', 'lsp/vscode/manifest.json'],
  ['README.md', 'lsp/vscode/README.md'],
  ['LICENSE.txt', 'LICENSE'],
  ['extension.cjs', 'dist/vscode/extension.cjs'],
  ['plimsoll.schema.json', 'docs/plimsoll.schema.json'],
  ...readdirSync('lsp/vscode/media').map((name): [string, string] => [`media/${name}`, join('lsp/vscode/media', name)]),
  ...readdirSync('dist')
    .filter((name) => name.endsWith('.cjs'))
    .map((name): [string, string] => [`server/${name}`, join('dist', name)]),
]);

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** As the marketplace's packages have it (PackageManifest 2.0.0 of the vsx schema). */
const vsixManifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"/>
    <DisplayName>${xml(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(manifest.description)}</Description>
    <Tags>${manifest.keywords.join(',')}</Tags>
    <Categories>${manifest.categories.join(',')}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${manifest.engines.vscode}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".vsixmanifest" ContentType="text/xml"/><Default Extension=".md" ContentType="text/markdown"/><Default Extension=".txt" ContentType="text/plain"/><Default Extension=".cjs" ContentType="application/javascript"/></Types>
`;

const zip = new ZipFile();
const mtime = new Date('2000-01-01T00:00:00Z');
zip.addBuffer(Buffer.from(vsixManifest), 'extension.vsixmanifest', { mtime });
zip.addBuffer(Buffer.from(contentTypes), '[Content_Types].xml', { mtime });
for (const [path, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
  zip.addBuffer(readFileSync(file), `extension/${path}`, { mtime });
zip.end();

const out = `dist/plimsoll-${manifest.version}.vsix`;
await pipeline(zip.outputStream, createWriteStream(out));
process.stdout.write(`${out}\n`);
