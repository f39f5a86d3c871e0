/** GetTime and SetMockTime (Dogecoin Core utiltime.cpp). Unix seconds. */
export class Clock {
  #mockTime = 0;

  now(): number {
    return this.#mockTime === 0 ? Math.floor(Date.now() / 1000) : this.#mockTime;
  }

  /** @param time Unix seconds; 0 goes back to the system's time */
  setMockTime(time: number): void {
    this.#mockTime = time;
  }
}
