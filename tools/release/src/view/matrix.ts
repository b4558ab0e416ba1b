import { styleText } from 'node:util';
import { formatMatrixFailure, listMatrixFailures, matrixSteps, type MatrixFailure, type MatrixResult, type RowOutcome } from '@bigpanda/rpm-repo';
import { renderTable } from './table.ts';

/** The result of an upgrade matrix: a line for each package, version and program, then what failed and why. */
export function renderMatrix({ verdict, rows, reason, programs }: MatrixResult, colours: boolean): string {
  const paint = (style: 'green' | 'red' | 'yellow', text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text);
  if (verdict === 'not-run') return `${paint('yellow', 'Upgrades were not tried')}: ${reason ?? ''}\n`;
  if (rows.length === 0) return 'No package changes for hosts: there is no upgrade to try.\n';
  const ran = Object.entries(programs).map(([name, version]) => `${name} ${version}`).join(' and ');
  const failed = rows.filter(({ steps }) => steps.some(({ outcome }) => outcome === 'failed'));
  return [
    `${verdict === 'passed' ? paint('green', 'Upgrades hold') : paint('red', 'Upgrades do not hold')}: ${rows.length - failed.length} of ${rows.length} tried by ${ran}${reason === undefined ? '' : `, ${reason}`}`,
    renderTable([['  from', 'to', 'by', ...matrixSteps], ...rows.map(describeRow)]),
    ...listMatrixFailures(rows).flatMap(describeFailure),
    '',
  ].join('\n');
}

function describeRow({ from = '-', to, driver, steps }: RowOutcome): readonly string[] {
  const words = { passed: 'ok', failed: 'FAILED', 'not-run': 'not run' };
  return [`  ${from}`, to, driver, ...matrixSteps.map((step) => {
    const outcome = steps.find((each) => each.step === step)?.outcome;
    return outcome === undefined ? '-' : words[outcome];
  })];
}

function describeFailure(failure: MatrixFailure): readonly string[] {
  const { subject, failed } = formatMatrixFailure(failure);
  return [`${failed} ${subject}:`, ...failure.detail.split('\n').map((line) => `  ${line}`)];
}
