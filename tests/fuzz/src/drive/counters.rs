//! What an execution costs, counted and not timed: edges of the control flow, and bytes asked for.
//!
//! The compiler calls back at every edge where the flags of `tests/fuzz/run` are given
//! ([SanitizerCoverage], in stable Rust); without them nothing is counted. The same input costs the
//! same on every machine, however busy, so growth can be watched in CI. What libc does inside one
//! call (a copy of many bytes) is one step here: an array that moves again and again shows in the
//! bytes.
//!
//! The calls are half the time of an execution. Long runs, which need no sum of steps, are built with
//! [counters in the code] instead, one byte for each edge, which begins anew after 255.
//!
//! [SanitizerCoverage]: https://clang.llvm.org/docs/SanitizerCoverage.html#tracing-pcs-with-guards
//! [counters in the code]: https://clang.llvm.org/docs/SanitizerCoverage.html#inline-8bit-counters

#![expect(clippy::cast_lossless, reason = "`From` is a call, which would be counted itself")]
#![expect(clippy::cast_possible_truncation, reason = "edges are fewer than 2^20")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

/// More edges than the program has.
const EDGES: usize = 1 << 20;

static mut STEPS: u64 = 0;
/// How often each edge was taken in this execution, at most 255 times.
static mut HITS: [u8; EDGES] = [0; EDGES];
/// The edges taken, each once.
static mut TOUCHED: [u32; EDGES] = [0; EDGES];
static mut TOUCHES: usize = 0;
static mut NEXT: u32 = 1;

/// Numbers the edges; called once before `main`, and once more for each further part.
#[unsafe(no_mangle)]
extern "C" fn __sanitizer_cov_trace_pc_guard_init(mut start: *mut u32, stop: *mut u32) {
    // SAFETY: the compiler hands over the bounds of its array of guards; nothing else runs yet.
    unsafe {
        if start == stop || *start != 0 {
            return;
        }
        while start < stop {
            *start = if (NEXT as usize) < EDGES { NEXT } else { 0 };
            NEXT += 1;
            start = start.wrapping_add(1);
        }
    }
}

/// An edge is taken. Functions of such a name are not instrumented themselves; this one calls none
/// that are (`wrapping_add` is no call, `add` with its checks is one).
#[unsafe(no_mangle)]
extern "C" fn __sanitizer_cov_trace_pc_guard(guard: *mut u32) {
    // SAFETY: a guard is a number below `EDGES`. One thread runs targets; another that only waits
    // may be counted wrongly, which harms no memory: both tables have room for every edge.
    unsafe {
        STEPS += 1;
        let edge = *guard;
        let hits = (&raw mut HITS).cast::<u8>().wrapping_add(edge as usize);
        if *hits == 0 && TOUCHES < EDGES {
            *(&raw mut TOUCHED).cast::<u32>().wrapping_add(TOUCHES) = edge;
            TOUCHES += 1;
        }
        *hits += (*hits < 255) as u8;
    }
}

/// The counters in the code, where there are any.
static mut INLINE: (*mut u8, *mut u8) = (std::ptr::null_mut(), std::ptr::null_mut());

/// Says where the counters in the code are; called before `main`, by each part with the same bounds.
#[unsafe(no_mangle)]
extern "C" fn __sanitizer_cov_8bit_counters_init(start: *mut u8, stop: *mut u8) {
    // SAFETY: nothing else runs yet.
    unsafe {
        if (stop as usize - start as usize) < EDGES {
            INLINE = (start, stop);
        }
    }
}

/// Writes down which edges were taken since the last time, each with how often in its low byte, as
/// far as there is room; says how many, and forgets them. Named so as not to be instrumented.
#[unsafe(no_mangle)]
extern "C" fn __sanitizer_take_edges(to: *mut u32, room: usize) -> usize {
    let mut count = 0;
    // SAFETY: as above; the caller has so much room.
    unsafe {
        while TOUCHES > 0 {
            TOUCHES -= 1;
            let edge = *(&raw const TOUCHED).cast::<u32>().wrapping_add(TOUCHES);
            let hits = (&raw mut HITS).cast::<u8>().wrapping_add(edge as usize);
            if count < room {
                *to.wrapping_add(count) = edge << 8 | *hits as u32;
                count += 1;
            }
            *hits = 0;
        }
        let (mut at, end) = INLINE;
        while at < end {
            // Most are zero, so they are looked at 32 at a time.
            if end as usize - at as usize >= 32 {
                let four = at.cast::<[u64; 4]>().read_unaligned();
                if four[0] | four[1] | four[2] | four[3] == 0 {
                    at = at.wrapping_add(32);
                    continue;
                }
            }
            if *at != 0 && count < room {
                *to.wrapping_add(count) =
                    ((at as usize - INLINE.0 as usize) as u32) << 8 | *at as u32;
                count += 1;
            }
            *at = 0;
            at = at.wrapping_add(1);
        }
    }
    count
}

/// Bytes asked for since the start.
static ASKED: AtomicU64 = AtomicU64::new(0);

/// The system's allocator, with a count of what is asked for.
struct Counting;

// SAFETY: everything is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.fetch_add(layout.size() as u64, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ASKED.fetch_add(layout.size() as u64, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ASKED.fetch_add(size as u64, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What something cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Edges taken.
    pub steps: u64,
    /// Bytes asked for.
    pub bytes: u64,
}

/// Does something, and says what it cost.
pub fn cost_of(does: impl FnOnce()) -> Cost {
    let before = now();
    does();
    let after = now();
    Cost { steps: after.steps - before.steps, bytes: after.bytes - before.bytes }
}

fn now() -> Cost {
    // SAFETY: nothing else runs targets.
    Cost { steps: unsafe { STEPS }, bytes: ASKED.load(Ordering::Relaxed) }
}

/// Whether edges are counted at all, by calls or in the code.
pub fn are_there() -> bool {
    // SAFETY: nothing else runs targets.
    unsafe { STEPS > 0 || !INLINE.0.is_null() }
}

/// The number of every edge is below this.
pub const MOST: usize = EDGES;

/// Which edges were taken since the last time, each with how often in its low byte.
///
/// Lends `room` for it, which is made large enough once: to clear it each time would cost more than
/// most targets do.
pub fn taken(room: &mut Vec<u32>) -> &[u32] {
    room.resize(EDGES, 0);
    let count = __sanitizer_take_edges(room.as_mut_ptr(), room.len());
    &room[..count]
}
