import { PageTitle } from '../components/PageTitle.tsx';
import { Problem } from '../components/Problem.tsx';
import { SalesList } from '../components/SalesList.tsx';
import { useInvoices } from '../hooks/use-invoices.ts';
import { useWords } from '../hooks/use-words.tsx';

const LAST = 100;

/** The last sales: was it paid? */
export function SalesScreen() {
  const { t } = useWords();
  const invoices = useInvoices(LAST);
  return (
    <section className="page">
      <PageTitle title={t('sales.title')} />
      <Problem problem={invoices.problem} />
      <SalesList invoices={invoices.value} />
    </section>
  );
}
