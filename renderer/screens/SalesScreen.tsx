import { useEffect, useRef } from 'react';
import { SalesFilter } from '../components/counter/SalesFilter.tsx';
import { SalesList } from '../components/counter/SalesList.tsx';
import { Button } from '../components/kit/Button.tsx';
import { PageTitle } from '../components/kit/PageTitle.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { useSales } from '../hooks/counter/use-sales.ts';
import { ALL_SALES, useSalesView } from '../hooks/counter/use-sales-view.tsx';
import { useWords } from '../hooks/use-words.tsx';

/** All sales, the newest first: was it paid? @param id `question`: those that somebody has to decide about */
export function SalesScreen({ id }: { id: string }) {
  const { t } = useWords();
  const { view, isAll, change } = useSalesView();
  const isWanted = useRef(id === 'question');
  useEffect(() => {
    if (!isWanted.current) return;
    isWanted.current = false;
    change({ ...ALL_SALES, state: 'question' });
  }, [change]);
  const sales = useSales(view);
  return (
    <section className="page">
      <PageTitle title={t('sales.title')} />
      <SalesFilter />
      <Problem problem={sales.problem} />
      <SalesList invoices={sales.value} none={isAll ? 'sales.none' : 'sales.noneFound'} />
      <div className="pages">
        {!sales.isFirst && <Button onClick={sales.newer}>{t('sales.newer')}</Button>}
        {sales.older && <Button onClick={sales.older}>{t('sales.older')}</Button>}
      </div>
    </section>
  );
}
