/**
 * The gauges of `prometheus` as OpenMetrics 1.0 text (https://prometheus.io/docs/specs/om/open_metrics_spec/): an end mark, by which a
 * file that was cut off is told from a whole one, a type of its own for labels without a figure, and units.
 */
import type { Report } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { familiesOf, samplesText } from './prometheus.ts';

export const openmetrics: Reporter = { id: 'openmetrics', extension: '.txt', countsOnly: true, render };

function* render(report: Report): Generator<string> {
  for (const { name, help, samples } of familiesOf(report)) {
    const isInfo = name.endsWith('_info');
    const family = `passmuster_${isInfo ? name.slice(0, -'_info'.length) : name}`;
    const unit = /_(ratio|seconds)$/.exec(name)?.[1];
    yield `# TYPE ${family} ${isInfo ? 'info' : 'gauge'}\n`;
    if (unit !== undefined) yield `# UNIT ${family} ${unit}\n`;
    yield `# HELP ${family} ${escaped(help)}\n`;
    yield samplesText(name, samples);
  }
  yield '# EOF\n';
}

/** Unlike the older format, help has escaped quotes, too. */
const escaped = (help: string): string => help.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
