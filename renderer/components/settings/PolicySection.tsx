import { type FormEvent, useEffect, useState } from 'react';
import type { PolicyRiskView, PolicyView } from '../../../core/bridge/views/session.ts';
import { usePolicy } from '../../hooks/owner/use-policy.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { POLICY_GROUPS, typedPolicy, unknownNames } from '../../labels/policy-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Problem } from '../kit/Problem.tsx';
import { PolicyField } from './PolicyField.tsx';
import { RiskDialog } from './RiskDialog.tsx';

/** What the protocol leaves to the merchant: every name of it, what follows from it, and the default. */
export function PolicySection() {
  const { t } = useWords();
  const { value: policy, problem, reload } = usePolicy();
  return (
    <section className="card card-wide" aria-label={t('policy.title')}>
      <h2>{t('policy.title')}</h2>
      <p className="card-text">{t('policy.text')}</p>
      <Problem problem={problem} />
      {policy && <PolicyForm view={policy} reload={reload} />}
    </section>
  );
}

function textsOf(policy: PolicyView['policy']): Record<string, string> {
  return Object.fromEntries(Object.entries(policy).map(([name, value]) => [name, String(value)]));
}

function PolicyForm({ view, reload }: { view: PolicyView; reload: () => void }) {
  const { t, plural } = useWords();
  const bridge = useBridge();
  const checking = useAction<'checkPolicy'>();
  const saving = useAction<'savePolicy'>();
  const [risks, setRisks] = useState<readonly PolicyRiskView[]>([]);
  const [typed, setTyped] = useState(() => textsOf(view.policy));
  const [isSaved, setIsSaved] = useState(false);
  const stored = JSON.stringify(view.policy);
  useEffect(() => setTyped(textsOf(JSON.parse(stored) as PolicyView['policy'])), [stored]);
  const isChanged = JSON.stringify(typedPolicy(typed, view.policy)) !== stored;

  function submit(event: FormEvent): void {
    event.preventDefault();
    void checking.run(
      () => bridge.call('checkPolicy', { policy: typedPolicy(typed, view.policy) }),
      ({ risks: found }) => (found.length === 0 ? save([]) : setRisks(found)),
    );
  }
  function save(accepted: readonly PolicyRiskView[]): void {
    setRisks([]);
    const accepts = accepted.map(({ kind }) => kind);
    void saving.run(
      () => bridge.call('savePolicy', { policy: typedPolicy(typed, view.policy), accepts }),
      () => {
        setIsSaved(true);
        reload();
      },
    );
  }
  const groups = [...POLICY_GROUPS.map(({ names }) => names as readonly string[]), unknownNames(view.policy)];
  const titles = [...POLICY_GROUPS.map(({ id }) => t(`policy.group.${id}`)), ''];
  return (
    <form onSubmit={submit}>
      {groups.map((names, index) =>
        names.length === 0 ? null : (
          <fieldset key={names[0]} className="policy-group">
            <legend>{titles[index]}</legend>
            {names.map((name) => (
              <PolicyField
                key={name}
                name={name}
                value={typed[name] ?? ''}
                fallback={String(view.defaults[name] ?? '')}
                onText={(text) => {
                  setTyped((before) => ({ ...before, [name]: text }));
                  setIsSaved(false);
                }}
              />
            ))}
          </fieldset>
        ),
      )}
      <p className="card-text">{plural('policy.otherTerms', view.channelsUnderOtherTerms)}</p>
      <Problem problem={checking.problem ?? saving.problem} />
      <div className="exports">
        <Button
          kind="primary"
          isSubmit
          isBusy={checking.isRunning || saving.isRunning}
          why={isChanged ? undefined : t('why.unchanged')}
        >
          {t(isSaved && !isChanged ? 'saved' : 'policy.save')}
        </Button>
        <Button onClick={() => setTyped(textsOf(view.defaults))}>{t('policy.defaults')}</Button>
      </div>
      {risks.length > 0 && (
        <RiskDialog risks={risks} onAccept={() => save(risks)} onCancel={() => setRisks([])} />
      )}
    </form>
  );
}
