export interface DoorCallback {
  doorId: number;
  state: 
  parts: string;
}
