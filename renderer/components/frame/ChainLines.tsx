import type { ChainProblemView, OtherNodeView, StatusView } from '../../../core/bridge/views/status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { numberLabel } from '../../labels/time-labels.ts';
import { rawWords, warningFacts, warningLabel, warningTone } from '../../labels/warning-labels.ts';
import { RawWords } from '../kit/RawWords.tsx';
import { StatusLine } from '../kit/StatusLine.tsx';

/** Whether the node answers, everything that is wrong with the sight of the chain, and what other nodes say. */
export function ChainLines({ status }: { status: StatusView }) {
  const { t } = useWords();
  const { chainProblems, otherNodes, node } = status;
  return (
    <>
      {node.isReachable && <StatusLine tone="good" title={t('status.nodeReachable')} />}
      {chainProblems.map((problem) => (
        <ProblemLine key={`${problem.kind} ${problem.facts['name'] ?? ''}`} problem={problem} />
      ))}
      {otherNodes.map((other) => other.problem === undefined && <OtherNode key={other.name} other={other} />)}
    </>
  );
}

function ProblemLine({ problem }: { problem: ChainProblemView }) {
  const { t, language } = useWords();
  const label = warningLabel(problem.kind);
  const facts = warningFacts(problem, language);
  const raw = rawWords(problem);
  return (
    <StatusLine
      tone={warningTone(problem.severity)}
      title={t(label.title, facts)}
      advice={t(label.advice, facts)}
    >
      {raw && <RawWords from={t(raw.from)} text={raw.text} />}
    </StatusLine>
  );
}

function OtherNode({ other: { name, height } }: { other: OtherNodeView }) {
  const { t, language } = useWords();
  return height === undefined ? (
    <StatusLine tone="neutral" title={t('status.otherNodeUnheard', { name })} />
  ) : (
    <StatusLine tone="good" title={t('status.otherNode', { name, height: numberLabel(language, height) })} />
  );
}
