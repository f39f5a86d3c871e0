import { useWords } from '../../hooks/use-words.tsx';
import type { SetupDraft, SetupStep } from '../../labels/setup-labels.ts';
import { Choice } from '../kit/Choice.tsx';
import { CurrencyField } from '../kit/CurrencyField.tsx';
import { Facts } from '../kit/Facts.tsx';
import { Field } from '../kit/Field.tsx';
import { RateField } from '../kit/RateField.tsx';
import { BackupStep } from './BackupStep.tsx';
import { NodeStep } from './NodeStep.tsx';
import { PassphraseStep } from './PassphraseStep.tsx';
import { PinsStep } from './PinsStep.tsx';
import { RestoreStep } from './RestoreStep.tsx';
import { SeedCheckStep } from './SeedCheckStep.tsx';
import { SeedWordsStep } from './SeedWordsStep.tsx';
import type { StepProps } from './setup-step-props.ts';

/** What each step asks for. */
export function SetupStepForm({ step, ...props }: StepProps & { step: SetupStep }) {
  switch (step) {
    case 'language':
      return <LanguageStep {...props} />;
    case 'shop':
      return <ShopStep {...props} />;
    case 'network':
      return <NetworkStep {...props} />;
    case 'node':
      return <NodeStep {...props} />;
    case 'begins':
      return <BeginsStep {...props} />;
    case 'backup':
      return <BackupStep {...props} />;
    case 'seed':
      return <SeedStep {...props} />;
    case 'words':
      return <SeedWordsStep {...props} />;
    case 'check':
      return <SeedCheckStep {...props} />;
    case 'restore':
      return <RestoreStep {...props} />;
    case 'passphrase':
      return <PassphraseStep {...props} />;
    case 'pins':
      return <PinsStep {...props} />;
    case 'review':
      return <ReviewStep draft={props.draft} />;
  }
}

function LanguageStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  return (
    <Choice
      label={t('settings.language')}
      value={draft.language}
      onChoose={(language) => onDraft({ language })}
      options={[
        { value: 'en', label: 'English' },
        { value: 'de', label: 'Deutsch' },
      ]}
    />
  );
}

function ShopStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  return (
    <>
      <Field
        label={t('settings.shopName')}
        hint={t('setup.shopNameHint')}
        value={draft.shopName}
        maxLength={64}
        onText={(shopName) => onDraft({ shopName })}
      />
      <CurrencyField value={draft.currency} onChoose={(currency) => onDraft({ currency, rate: '' })} />
      {draft.currency !== 'DOGE' && (
        <RateField
          value={draft.rate}
          currency={draft.currency}
          hint={t('setup.rateHint', { currency: draft.currency })}
          onText={(rate) => onDraft({ rate })}
        />
      )}
    </>
  );
}

function NetworkStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  return (
    <Choice
      isStacked
      label={t('status.network')}
      value={draft.network}
      // A node of one chain is of no use on another.
      onChoose={(network) => onDraft({ network, node: '', testedNode: '' })}
      options={(['mainnet', 'testnet', 'regtest'] as const).map((value) => ({
        value,
        label: t(`network.${value}`),
        hint: t(`network.${value}.hint`),
      }))}
    />
  );
}

/** A backup first: it brings back what words alone do not. */
function BeginsStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  return (
    <Choice
      isStacked
      label={t('setup.begins')}
      value={draft.begins}
      onChoose={(begins) => onDraft({ begins, seedFrom: begins === 'words' ? 'earlier' : 'new' })}
      options={(['new', 'backup', 'words'] as const).map((value) => ({
        value,
        label: t(`begins.${value}`),
        hint: t(`begins.${value}Hint`),
      }))}
    />
  );
}

function SeedStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  return (
    <Choice
      isStacked
      label={t('setup.seed')}
      value={draft.seedFrom}
      onChoose={(seedFrom) => onDraft({ seedFrom })}
      options={[
        { value: 'new', label: t('seed.new'), hint: t('seed.newHint') },
        { value: 'earlier', label: t('seed.earlier'), hint: t('seed.earlierHint') },
      ]}
    />
  );
}

function ReviewStep({ draft }: { draft: SetupDraft }) {
  const { t } = useWords();
  return (
    <Facts
      facts={[
        { name: t('settings.shopName'), value: draft.shopName },
        { name: t('settings.currency'), value: draft.currency },
        { name: t('status.network'), value: t(`network.${draft.network}`) },
        { name: t('setup.node'), value: <code>{withoutPassword(draft.node)}</code> },
        { name: t('setup.seed'), value: t(draft.seedFrom === 'new' ? 'seed.new' : 'seed.earlier') },
        { name: t('setup.closing'), value: t('setup.closingLocked') },
        {
          name: t('settings.clerkPin'),
          value: t(draft.clerkPin === '' ? 'setup.noClerkPin' : 'setup.pinSet'),
        },
      ]}
    />
  );
}

/** A node's URL may hold its password, which nobody needs to read over a shoulder. */
function withoutPassword(node: string): string {
  return node.replace(/:\/\/[^@/]*@/, '://');
}
