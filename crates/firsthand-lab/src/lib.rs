//! The judge: measures the engine against gold sets. Never shipped, never needed by what ships.
