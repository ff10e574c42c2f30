/** The look of a report. Colours are never all that tells: verdicts have words and signs, lines have names and strokes. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --soft: #57606a; --rule: #d0d7de; --line: #0b57d0; --ground: #ffffff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #9da7b3; --rule: #3d444d; --line: #79b8ff; --ground: #0d1117; --bad: #ff8a80; }
}
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: 0.25rem 0; }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
th:first-child { text-align: left; font-weight: 500; }
.fail { color: var(--bad); font-weight: 600; }
figure { margin: 1rem 0; } figcaption { color: var(--soft); }
svg { width: 100%; max-width: 48rem; height: auto; } svg text { fill: var(--text); font-size: 11px; }
.grid { stroke: var(--rule); } .line { fill: none; stroke: var(--line); stroke-linejoin: round; }
.thin { stroke-width: 1.2; } .thick { stroke-width: 2.4; } .dashed { stroke-width: 1.4; stroke-dasharray: 5 4; }
details { margin-top: 2rem; } summary { cursor: pointer; }
@media print { details { display: none; } }
`;
