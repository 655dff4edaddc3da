package io.ripresa.simulation.report;

/** What every report page begins and ends with. */
final class PageStyle {

    static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Ripresa: what would have happened</title>
            <style>
            :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6776; --line: #d7dde4; --page: #fff;
              --card: #f6f8fa; --ripresa: #0a7d5a; --oracle: #8a5cd0; --rival: #8b95a1; --room: #dfe9f7; --live: #d08a1d; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b4; --line: #36404c;
              --page: #14191f; --card: #1b2129; --ripresa: #3ccf9f; --oracle: #b795f2; --rival: #7d8894;
              --room: #24344b; --live: #e3aa4b; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--page); color: var(--ink);
              font: 16px/1.45 system-ui, sans-serif; }
            h1 { font-size: 1.6rem; margin: .5rem 0; } h2 { font-size: 1.1rem; display: inline; overflow-wrap: anywhere; }
            h3 { font-size: 1rem; margin: 0 0 .25rem; }
            p { margin: .4rem 0; color: var(--soft); } code { overflow-wrap: anywhere; }
            details { border-top: 1px solid var(--line); padding: .6rem 0; } summary { cursor: pointer; padding: .3rem 0; }
            .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
            th, td { padding: .25rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
            th:first-child { text-align: left; position: sticky; left: 0; background: var(--page); }
            thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 500; }
            tr.ripresa th, tr.ripresa td { font-weight: 700; color: var(--ripresa); } tr.oracle th { color: var(--oracle); }
            small { color: var(--soft); font-weight: 400; }
            figure { margin: 1rem 0; max-width: 52rem; } figcaption { color: var(--soft); font-size: .85rem; }
            b.ripresa, h3.ripresa { color: var(--ripresa); } b.oracle, h3.oracle { color: var(--oracle); }
            b.rival { color: var(--rival); }
            .policies { display: grid; gap: .8rem; }
            .policy { background: var(--card); border-radius: .5rem; padding: .6rem; }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: .5rem; }
            svg { width: 100%; height: auto; display: block; }
            svg text { font: 10px system-ui, sans-serif; fill: var(--soft); } svg text.cap { font-size: 11px; }
            .grid { stroke: var(--line); fill: none; stroke-width: 1; }
            .mark { stroke: var(--soft); fill: none; stroke-dasharray: 3 3; }
            .line { fill: none; stroke-width: 1.2; } .line.ripresa { stroke: var(--ripresa); stroke-width: 2.4; }
            .line.oracle { stroke: var(--oracle); stroke-width: 1.8; } .line.rival { stroke: var(--rival); opacity: .75; }
            .line.foreground { stroke: var(--live); }
            .fill { stroke: none; opacity: .8; } .fill.ripresa { fill: var(--ripresa); } .fill.oracle { fill: var(--oracle); }
            .fill.rival { fill: var(--rival); } .fill.capacity { fill: var(--room); opacity: 1; }
            </style>
            </head>
            <body>
            """;

    static final String FOOT = """
            <footer><p><b>w</b>: failed attempts per recovered task. <b>p50, p90, all</b>: from the instant the cause is gone
            until half, 90 % and all of the tasks were back. <b>peak</b>: busiest second by capacity. <b>overload</b>: share of
            the drain above the capacity. The shaded area is what the dependency can do.</p></footer>
            </body>
            </html>
            """;

    private PageStyle() {}
}
