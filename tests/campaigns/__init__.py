"""Campaigns: what is tried hundreds of times, at moments and places drawn by a seed, to see whether a promise can be broken."""
