//! Copied pages of our own writing.
