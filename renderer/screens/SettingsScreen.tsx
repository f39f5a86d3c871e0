import { OwnerGate } from '../components/access/OwnerGate.tsx';
import { PageTitle } from '../components/kit/PageTitle.tsx';
import { AlertSection } from '../components/settings/AlertSection.tsx';
import { AwaySection } from '../components/settings/AwaySection.tsx';
import { BackupSection } from '../components/settings/BackupSection.tsx';
import { ChargeSection } from '../components/settings/ChargeSection.tsx';
import { CollectSection } from '../components/settings/CollectSection.tsx';
import { KeychainSection } from '../components/settings/KeychainSection.tsx';
import { LooksSection } from '../components/settings/LooksSection.tsx';
import { ModeSection } from '../components/settings/ModeSection.tsx';
import { NodeSection } from '../components/settings/NodeSection.tsx';
import { OtherNodesSection } from '../components/settings/OtherNodesSection.tsx';
import { PaperSection } from '../components/settings/PaperSection.tsx';
import { PayoutSection } from '../components/settings/PayoutSection.tsx';
import { PinSection } from '../components/settings/PinSection.tsx';
import { PolicySection } from '../components/settings/PolicySection.tsx';
import { PriceSection } from '../components/settings/PriceSection.tsx';
import { TraySection } from '../components/settings/TraySection.tsx';
import { WarningSection } from '../components/settings/WarningSection.tsx';
import type { Go } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.tsx';

/** Everything that the owner decides. */
export function SettingsScreen({ go }: { go: Go }) {
  const { t } = useWords();
  return (
    <OwnerGate title={t('nav.settings')}>
      <section className="page">
        <PageTitle title={t('nav.settings')} />
        <div className="settings">
          <PriceSection />
          <LooksSection />
          <ChargeSection />
          <PinSection />
          <WarningSection />
          <KeychainSection />
          <TraySection />
          <BackupSection />
          <NodeSection />
          <OtherNodesSection />
          <AwaySection />
          <PaperSection />
          <AlertSection />
          <PayoutSection />
          <CollectSection />
          <PolicySection />
          <ModeSection go={go} />
        </div>
      </section>
    </OwnerGate>
  );
}
