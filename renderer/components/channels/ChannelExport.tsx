import type { ChannelDetailView } from '../../../core/bridge/views/channels.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dogeLabel } from '../../labels/money-labels.ts';
import { CopyButton } from '../kit/CopyButton.tsx';
import { DownloadButton } from '../kit/DownloadButton.tsx';
import { Facts } from '../kit/Facts.tsx';

/** What other programs need: outpoints to look at, the payment's PSBT and the settlement to keep elsewhere. */
export function ChannelExport({ channel }: { channel: ChannelDetailView }) {
  const { t, language } = useWords();
  const { id, psbt, settlement, spend } = channel;
  const short = id.slice(0, 12);
  return (
    <>
      <Facts
        facts={[
          { name: t('channel.id'), value: <code>{id}</code> },
          {
            name: t('channel.funding'),
            value: channel.funding.map(({ txid, vout, value }) => (
              <span key={`${txid}:${vout}`} className="outpoint">
                <code>{`${txid}:${vout}`}</code> {dogeLabel(language, value)}
              </span>
            )),
          },
          { name: t('channel.settlementAddress'), value: <code>{channel.settlementAddress}</code> },
          ...(settlement ? [{ name: t('channel.settling'), value: t(`settling.${settlement.state}`) }] : []),
          ...(settlement?.raised
            ? [
                {
                  name: t('channel.feeRaised'),
                  value: t(`raised.${settlement.raised.state}`, {
                    fee: dogeLabel(language, settlement.raised.fee),
                    height: settlement.raised.height ?? 0,
                  }),
                },
                {
                  name: t('channel.raisedRest'),
                  value: (
                    <span className="outpoint">
                      <code>{`${settlement.raised.txid}:0`}</code>{' '}
                      {dogeLabel(language, settlement.raised.rest)}
                    </span>
                  ),
                },
              ]
            : []),
          ...(spend ? [{ name: t('channel.spend'), value: <code>{spend.txid}</code> }] : []),
        ]}
      />
      <div className="exports">
        {psbt !== undefined && (
          <>
            <CopyButton text={psbt} label={t('export.copyPsbt')} />
            <DownloadButton
              name={`${short}.psbt`}
              label={t('export.savePsbt')}
              content={() => bytesOf(psbt)}
            />
          </>
        )}
        {settlement !== undefined && (
          <>
            <CopyButton text={settlement.hex} label={t('export.copyTransaction')} />
            <DownloadButton
              name={`${short}-settlement.txt`}
              label={t('export.saveTransaction')}
              content={() => settlement.hex}
            />
          </>
        )}
        <CopyButton text={channel.script} label={t('export.copyScript')} />
      </div>
      {psbt === undefined && <p className="field-hint">{t('export.nothing')}</p>}
    </>
  );
}

/** A .psbt file holds the bytes, not their base64 (BIP174). */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
