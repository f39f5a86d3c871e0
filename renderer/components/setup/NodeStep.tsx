import { useState } from 'react';
import type { NodeTestView } from '../../../core/bridge/views/setup.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useView } from '../../hooks/till/use-view.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { reasonLabel } from '../../labels/problem-label.ts';
import type { SetupDraft } from '../../labels/setup-labels.ts';
import { numberLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { Field } from '../kit/Field.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';

/** A node found on this machine or one by its URL; it must have answered before the next step. */
export function NodeStep({
  draft,
  onDraft,
}: {
  draft: Pick<SetupDraft, 'network' | 'node'> & Partial<Pick<SetupDraft, 'testedNode'>>;
  onDraft: (part: Partial<Pick<SetupDraft, 'node' | 'testedNode'>>) => void;
}) {
  const { t } = useWords();
  const bridge = useBridge();
  const { network } = draft;
  const found = useView('findNodes', { network });
  const { run, isRunning, problem } = useAction<'testNode'>();
  const [result, setResult] = useState<NodeTestView>();
  // Whoever comes back to this step sees that the node has passed.
  const isTested = draft.node !== '' && draft.node === draft.testedNode;
  const shown = result ?? (isTested ? { isUsable: true, detail: '' } : undefined);
  function choose(node: string): void {
    setResult(undefined);
    onDraft({ node });
  }
  function test(): void {
    const node = draft.node.trim();
    void run(
      () => bridge.call('testNode', { network, node }),
      (tested) => {
        setResult(tested);
        if (tested.isUsable) onDraft({ node, testedNode: node });
      },
    );
  }
  return (
    <>
      <Found found={found.value} node={draft.node} onChoose={choose} />
      <Field
        label={t('node.url')}
        hint={t('node.urlHint')}
        value={draft.node}
        inputMode="url"
        holds="hash"
        placeholder={`http://user:password@127.0.0.1:${network === 'mainnet' ? '22555' : '44555'}`}
        onText={choose}
      />
      <Button
        icon="status"
        isBusy={isRunning}
        why={draft.node.trim() === '' ? t('why.node') : undefined}
        onClick={test}
      >
        {t(isRunning ? 'node.testing' : 'node.test')}
      </Button>
      <Problem problem={problem ?? found.problem} />
      <div role="status">{shown && <TestResult result={shown} />}</div>
    </>
  );
}

function Found({
  found,
  node,
  onChoose,
}: {
  found: readonly { readonly node: string; readonly label: string }[] | undefined;
  node: string;
  onChoose: (node: string) => void;
}) {
  const { t } = useWords();
  if (found === undefined) return <p className="empty">{t('node.looking')}</p>;
  if (found.length === 0) return <p className="card-text">{t('node.noneFound')}</p>;
  return (
    <Choice
      isStacked
      label={t('node.found')}
      value={node}
      onChoose={onChoose}
      options={found.map((one) => ({ value: one.node, label: one.label }))}
    />
  );
}

function TestResult({ result }: { result: NodeTestView }) {
  const words = useWords();
  const { t, language } = words;
  const { isUsable, reason, height, peers } = result;
  const why = reason && reasonLabel(words, { code: 'node_unusable', reason });
  return (
    <p className={`problem tone-${isUsable ? 'good' : 'bad'}`}>
      <Icon name={isUsable ? 'check' : 'warning'} />
      <span>
        {t(isUsable ? 'node.usable' : 'node.unusable')} {why}
        {isUsable && peers === 0 && t('node.noPeers')}
        {height !== undefined && ` ${t('status.tip', { height: numberLabel(language, height) })}`}
        {peers !== undefined && ` · ${t('node.peers', { count: peers })}`}
      </span>
    </p>
  );
}
