import { useAnnouncements } from '../../hooks/use-announcement.tsx';

/**
 * Where announcements are said. It is on the screen, empty, before there is anything to say: words that come together
 * with their region are not heard. A dialog has its own, for what is outside of it is silent while it is open.
 */
export function LiveRegions() {
  const made = useAnnouncements();
  const said = (isUrgent: boolean) =>
    made
      .filter((announcement) => announcement.isUrgent === isUrgent)
      .map(({ number, text }) => <p key={number}>{text}</p>);
  return (
    <div className="unseen live-regions">
      <div role="status" aria-atomic="false">
        {said(false)}
      </div>
      <div role="alert" aria-atomic="false">
        {said(true)}
      </div>
    </div>
  );
}
