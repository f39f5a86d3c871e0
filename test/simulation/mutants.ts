/** A rule, and how to take it out of the program's text. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  readonly file: string;
  /** Stands in the file once. */
  readonly rule: string;
  readonly instead: string;
}

const mutant = (name: string, file: string, rule: string, instead: string): Mutant => ({
  name,
  edits: [{ file, rule, instead }],
});

const EXPIRY = 'core/channel/expiry.ts';
const MACHINE = 'core/channel/machine.ts';
const CHAIN_VIEW = 'core/merchant/sight/chain-view.ts';
const EFFECTS = 'core/merchant/till/effects.ts';
const WATCHER = 'core/merchant/watch/watcher.ts';
const WARNINGS = 'core/merchant/warnings/warnings.ts';
const SPREAD = 'core/merchant/settlements/spread.ts';
const RAISE = 'core/merchant/settlements/raise-fee.ts';
const TAKE = 'core/merchant/payments/take-payment.ts';

export const MUTANTS: readonly Mutant[] = [
  mutant(
    'time without sight of the chain does not count',
    EXPIRY,
    'if (!(seen.secondsSinceSeen > 0)) return seen.height;',
    'if (seen.secondsSinceSeen !== -1) return seen.height;',
  ),
  mutant(
    'a tip that is too old counts as new',
    CHAIN_VIEW,
    'const lag = age > QUIET_MS ? age : 0;',
    'const lag = age > QUIET_MS ? 0 : 0;',
  ),
  mutant(
    'the time of day may go back',
    'core/merchant/sight/clock-record.ts',
    'this.#latest = Math.max(clock, carried);',
    'this.#latest = clock;',
  ),
  mutant(
    'payments are taken after the cutoff',
    MACHINE,
    'if (isPastCutoff(lock, event.height)) {',
    'if (event.height < 0) {',
  ),
  {
    name: 'nothing is closed at the cutoff',
    edits: [
      {
        file: 'core/merchant/closing/automatic-close.ts',
        rule: 'const due = height === undefined ? [] : dueToClose(this.#context, height);',
        instead: 'const due = height === undefined ? [] : dueToClose(this.#context, -1);',
      },
      {
        file: MACHINE,
        rule: "return isPastCutoff(lock, height) ? to(channel, 'closing', SETTLE) : to(channel, channel.state);",
        instead: 'return to(channel, channel.state);',
      },
    ],
  },
  {
    name: 'payments are taken after the close has begun',
    edits: [
      {
        file: MACHINE,
        rule: "if (channel.state !== 'open' || lock === undefined || channel.isReleased) return notOpen(channel);",
        instead:
          "if ((channel.state !== 'open' && channel.state !== 'closing') || lock === undefined || channel.isReleased) return notOpen(channel);",
      },
      {
        file: MACHINE,
        rule: "return to({ ...channel, paid: event.paid }, 'open');",
        instead: 'return to({ ...channel, paid: event.paid }, channel.state);',
      },
      {
        file: 'core/channel/transitions.ts',
        rule: "    payment_accepted: ['refused'],\n    close_requested: ['closing'],",
        instead: "    payment_accepted: ['refused', 'closing'],\n    close_requested: ['closing'],",
      },
    ],
  },
  mutant(
    'a funding counts without confirmations',
    MACHINE,
    "return confirmations >= lock.requiredConfirmations ? 'open' : 'confirming';",
    "return confirmations >= lock.requiredConfirmations ? 'open' : 'open';",
  ),
  mutant(
    'the first payment is settled, not the best',
    'core/merchant/payments/take-payment.ts',
    'store.channels.setPsbt(row, psbt);',
    'if (channel.payments === 0) store.channels.setPsbt(row, psbt);',
  ),
  mutant(
    'a payment is answered before it is committed',
    'core/merchant/payments/commit-group.ts',
    'const results = this.#store.transaction(() => group.map(({ item }) => this.#work(item)));',
    `let results: R[] = [];
      try {
        this.#store.transaction(() => {
          results = group.map(({ item }) => this.#work(item));
          throw new Error('later');
        });
      } catch {}
      setTimeout(() => this.#store.transaction(() => group.map(({ item }) => this.#work(item))), 1);`,
  ),
  mutant(
    'what is owed is committed apart from the state that owes it',
    'core/merchant/channels/channel-events.ts',
    'for (const effect of step.value.effects) store.outbox.add(row, effect.type, now);',
    `queueMicrotask(() => {
    store.transaction(() => {
      for (const effect of step.value.effects) store.outbox.add(row, effect.type, now);
    });
  });`,
  ),
  mutant(
    'what was owed is forgotten at a restart',
    'core/store/store.ts',
    'const terms = new TermsTable(database);',
    "database.exec('DELETE FROM outbox');\n  const terms = new TermsTable(database);",
  ),
  mutant(
    'a settlement that a node has taken is not sent again',
    EFFECTS,
    'const due = store.outbox.due(world.now(), EFFECTS_PER_RUN);',
    `const due = store.outbox
      .due(world.now(), EFFECTS_PER_RUN)
      .filter(({ attempts, lastProblem }) => attempts === 0 || lastProblem !== undefined);`,
  ),
  mutant(
    'what is due later by a clock that was set back waits for that clock',
    'core/store/outbox.ts',
    'this.#recall.run(now, now + LONGEST_WAIT_MS);',
    'this.#recall.run(now, Number.MAX_SAFE_INTEGER);',
  ),
  mutant(
    'a reorg undoes nothing',
    WATCHER,
    'byItself(this.#context, constants.row, (touched) => this.#undo(touched, forkHeight));',
    '',
  ),
  mutant(
    'a spend that was undone stays a spend',
    MACHINE,
    'return spendUndone(channel, event.confirmations);',
    'return spendUndone({ ...channel, spend: undefined }, event.confirmations);',
  ),
  mutant(
    'a settlement in the first block is done',
    MACHINE,
    'return height - spend.height + 1 >= lock.requiredConfirmations;',
    'return height >= spend.height;',
  ),
  mutant(
    'a node that is away is not spoken of',
    WARNINGS,
    '    ...told(() => chainWarnings(context.chain)),\n',
    '',
  ),
  mutant(
    'a locked till does not say what waits for its owner',
    WARNINGS,
    '    ...told(() => lockedTill(context, { ...facts, waiting, near: facts.isLocked ? near : [], height })),\n',
    '',
  ),
  mutant(
    'the height out of sight is the average, not the worst case',
    EXPIRY,
    'const most = Math.floor(mostBlocks(seen.secondsSinceSeen / seen.blockSeconds));',
    'const most = Math.floor(seen.secondsSinceSeen / 60);',
  ),
  mutant(
    'the time that the machine slept does not count',
    CHAIN_VIEW,
    'return Math.max(0, this.#world.monotonic() - seenAt, this.clock.now() - seenTime);',
    'return Math.max(0, this.#world.monotonic() - seenAt);',
  ),
  mutant(
    'a block that was there before proves the clock right',
    CHAIN_VIEW,
    'const isNews = hash !== this.#sight?.hash;',
    'const isNews = hash !== undefined;',
  ),
  mutant(
    'what other nodes say of the height does not count',
    CHAIN_VIEW,
    'return Math.max(estimate, ...this.#heard.values());',
    'return estimate;',
  ),
  mutant(
    'a txid that our own node gave back is proof of spread',
    SPREAD,
    '!isYes(own) || (ownGivenAt !== undefined && Math.abs(world.now() - ownGivenAt) >= HEARSAY_MS);',
    '!isYes(own);',
  ),
  mutant(
    'what another node remembers is not given to it again',
    SPREAD,
    'if (known.confirmations > 0 || !isTime) return true;',
    'if (known !== undefined) return true;',
  ),
  mutant(
    'a node of another chain is brought nothing',
    'core/merchant/watch/second-opinions.ts',
    "if (problem?.kind === 'nodes_disagree') await this.#bring({ name, backend });",
    '',
  ),
  mutant(
    'a refund is taken for a settlement',
    'core/protocol/spend.ts',
    "return isTrue(selector) ? 'refund' : 'settlement';",
    "return isTrue(selector) ? 'settlement' : 'settlement';",
  ),
  mutant(
    'the fee of a late settlement is not raised',
    EFFECTS,
    '? await raiseFee(this.#context, channel, settlement, unlock)',
    '? undefined',
  ),
  mutant(
    'a child that lags is not replaced by a dearer one',
    RAISE,
    'if (sent !== undefined && !isDearerDue(context, channel, sent, outcome)) return problem;',
    'if (sent !== undefined) return problem;',
  ),
  mutant(
    'a child spends the settlement as it was signed, not as the network has it',
    RAISE,
    'isSettledWhole(channel) && channel.spendTxid !== undefined ? channel.spendTxid : txidOf(settlement);',
    'txidOf(settlement);',
  ),
  mutant(
    'a payment that was taken is not known again',
    TAKE,
    'const earlier = context.store.payments.byInvoice(invoice.value.number);',
    'const earlier = undefined as never;',
  ),
  mutant(
    'a payment counts twice in the books',
    TAKE,
    '    amount: invoice.amount,\n    tip: payment.tip,',
    '    amount: (invoice.amount * 2n) as never,\n    tip: payment.tip,',
  ),
  mutant(
    'what failed once is not tried again',
    EFFECTS,
    'const due = store.outbox.due(world.now(), EFFECTS_PER_RUN);',
    `const due = store.outbox
      .due(world.now(), EFFECTS_PER_RUN)
      .filter(({ lastProblem }) => lastProblem === undefined);`,
  ),
];
