/** The page's looks, light and dark. */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--dim:#59636e;--line:#d8dee4;--panel:#f6f8fa;--own:#bcd7f7;--own-edge:#5a9be0;--base:#dfe3e8;--base-edge:#9aa4b0;--waste:#f2a19a;--waste-stripe:#d1372c;--ink:#10151b;--error:#c4281c;--warning:#8a5a00;--info:#0a5dc2;--mark:#fff3c4}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9aa5b1;--line:#30363d;--panel:#161b22;--own:#1f4068;--own-edge:#4a8fd8;--base:#2b323b;--base-edge:#667180;--waste:#7a2620;--waste-stripe:#ff7b70;--ink:#f0f4f8;--error:#ff7b72;--warning:#e3b341;--info:#79b8ff;--mark:#3a2f0b}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif}
main{max-width:1500px;margin:0 auto;padding:16px 20px}
article+article{margin-top:48px;padding-top:24px;border-top:3px solid var(--line)}
h1{font-size:20px;line-height:1.35;margin:0;overflow-wrap:anywhere}
h3{font-size:15px;margin:0 0 8px}
header p,footer{color:var(--dim);margin:4px 0 12px;font-size:13px;overflow-wrap:anywhere}
footer{padding:16px 20px;text-align:center}
code,.code{font-family:ui-monospace,'DejaVu Sans Mono',monospace;font-size:.92em}
a{color:var(--info)}
:focus-visible{outline:3px solid var(--info);outline-offset:1px}
.map{position:relative;width:100%;height:min(56vh,560px);border:1px solid var(--line);background:var(--panel);overflow:hidden}
.tile{position:absolute;overflow:hidden;border:1px solid var(--own-edge);background:var(--own);color:var(--ink);font-size:12px;line-height:17px;cursor:pointer}
.base>.tile,.tile.base,.base .tile{background:var(--base);border-color:var(--base-edge)}
.tile.wasted,.tile.wasted .tile{background:repeating-linear-gradient(135deg,var(--waste) 0 7px,transparent 7px 9px),var(--waste-stripe);border-color:var(--waste-stripe)}
.tile>b{display:block;font-weight:500;padding:0 4px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;height:17px}
.tile.layer>b{font-weight:700}
.tile.wasted>b,.tile.wasted .tile>b{background:var(--waste)}
.tile>div{position:absolute;inset:0}
.tile>b+div{top:17px}
.tile:focus{outline:3px solid var(--info);outline-offset:-3px;z-index:2}
.tile.hit{outline:4px solid var(--warning);outline-offset:-4px;z-index:3}
.share{position:absolute;left:0;bottom:0;height:5px;background:var(--waste-stripe)}
.path{min-height:28px;font-size:13px}
.path button,.show{font:inherit;color:var(--info);background:none;border:0;padding:2px 4px;cursor:pointer;text-decoration:underline}
.detail{min-height:1.5em;margin:6px 0;font-size:13px;overflow-wrap:anywhere}
.legend{margin:0 0 20px;font-size:13px;color:var(--dim)}
.legend i{display:inline-block;width:14px;height:14px;vertical-align:-2px;margin:0 5px 0 12px;border:1px solid var(--base-edge);background:var(--base)}
.legend i.own{background:var(--own);border-color:var(--own-edge)}
.legend i.waste{background:repeating-linear-gradient(135deg,var(--waste) 0 4px,transparent 4px 6px),var(--waste-stripe)}
.changes{margin:0 0 12px}.changes p{margin:0 0 6px}.changes table{width:auto;margin:4px 0 8px 16px}.changes td{padding:1px 14px 1px 0;overflow-wrap:anywhere}.changes summary{cursor:pointer}
.columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:24px}
@media(max-width:900px){.columns{grid-template-columns:minmax(0,1fr)}}
.recipe{min-width:0;overflow-x:auto}
table{border-collapse:collapse;width:100%}
tr{scroll-margin:30vh}
tr.found .code{background:var(--mark)}
tr:target,tr.lit{outline:2px solid var(--info);outline-offset:-2px}
th{color:var(--dim);font:12px/1.6 ui-monospace,monospace;text-align:right;padding:0 10px 0 0;white-space:nowrap;vertical-align:top}
td{padding:0;vertical-align:top}
.code{white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.55;padding-left:6px;tab-size:4}
.weight{width:170px;white-space:nowrap}
.bar{display:inline-flex;width:100px;height:11px;background:var(--panel);vertical-align:1px}
.bar i{background:var(--own-edge)}
.bar i.waste{background:var(--waste-stripe)}
.size{font-size:12px;color:var(--dim);padding-left:6px}
.marks{white-space:nowrap;width:70px;color:var(--dim)}
.mark{display:inline-block;width:13px;height:13px;border-radius:50%;background:var(--info);margin:5px 2px 0;vertical-align:top}
.mark.error{background:var(--error);border-radius:2px}
.mark.warning{background:var(--warning);border-radius:50% 50% 2px 2px}
.findings ul{list-style:none;margin:0;padding:0}
.finding,.skipped{border-left:4px solid var(--info);background:var(--panel);padding:8px 12px;margin:0 0 10px;scroll-margin:20vh;overflow-wrap:anywhere}
.finding.error{border-color:var(--error)}.finding.warning{border-color:var(--warning)}
.skipped{border:2px dashed var(--error)}
.finding:target{outline:2px solid var(--info)}
.finding p{margin:0 0 2px}
.severity{text-transform:uppercase;font-size:11px;letter-spacing:.04em;color:var(--info)}
.error .severity{color:var(--error)}.warning .severity{color:var(--warning)}
.rule,.where,.bytes,.related{color:var(--dim);font-size:13px}
.related{padding-left:14px!important}
.help{font-size:14px}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`.replaceAll('\n', '');
