"""Which test holds which promise of "nothing changed, nothing leaked, nothing lost, whatever the input"; each of them is there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROMISES = {
    # No trace
    "live, with writes going on": "no_trace.a_live_database_is_read_while_it_is_written",
    "live, every byte stays": "no_trace.a_quiet_live_database_keeps_every_byte_but_its_read_marks",
    "WAL with and without -shm, crashed, bare copy, rollback journal, hot journal": "no_trace.what_lies_still_is_read_completely_and_stays_as_it_is",
    "read-only folder, unprivileged user": "no_trace.another_user_sees_the_same_in_a_folder_that_is_not_his",
    "on a full disk, its own": "no_trace.the_folder_of_a_database_may_itself_be_full",
    "on a full disk, that of the copy": "no_trace.on_a_full_disk_the_report_says_what_is_missing",
    "the disk fills up during the copy": "disk.room_that_runs_out_in_the_middle_of_a_copy_costs_the_newest_rows_only",
    "committed rows that can be seen are seen": "damaged_wal.a_log_cut_at_every_frame_shows_what_was_committed_before",
    "damaged -wal": "damaged_wal.a_damaged_log_shows_what_sqlite_still_sees",
    "damaged -shm": "damaged_wal.a_damaged_index_hides_no_row",
    "damaged -shm under a live server": "damaged_wal.a_damaged_index_of_a_live_database_is_survived",
    "damaged -journal": "damaged_wal.a_damaged_journal_is_rolled_back_as_far_as_sqlite_does",
    "how it was opened is said": "no_trace.what_lies_still_is_read_completely_and_stays_as_it_is",
    "temporary copies are private and removed, also on Ctrl-C": "no_trace.a_copy_is_private_and_gone_after_a_signal",
    "Ctrl-C in the middle of the copy": "no_trace.a_signal_while_the_copy_is_made_removes_it",
    "every command": "no_trace.every_command_leaves_a_crashed_database_as_it_is",
    # Hostile databases
    "not SQLite, encrypted, zero bytes": "hostile_database.what_is_no_database_is_said_in_one_sentence",
    "truncated at every page": "hostile_database.cut_at_any_page_it_is_read_as_far_as_it_goes",
    "flipped bits": "hostile_database.flipped_bits_are_survived",
    "views and triggers, endless views, generated columns, invalid UTF-8, JSON of any kind": "hostile_database.hostile_content_costs_only_what_it_spoils",
    "views are not read": "hostile_database.views_in_place_of_tables_are_named_and_not_read",
    "wrong types in every column": "hostile_database.values_of_any_type_in_any_column_are_survived",
    "1 GB values": "large.a_large_input_is_read_in_bounded_memory",
    "memory limit": "hostile_database.memory_stays_bounded_whatever_a_value_weighs",
    "an unreadable database costs nothing of the log": "disk.a_database_that_cannot_be_read_on_leaves_the_findings_of_the_log",
    # Hostile logs
    "invalid UTF-8, NUL, CR, long lines": "hostile_logs.noise_before_between_and_behind_hides_no_failure",
    "a line of a gigabyte, a billion lines, a million files, bombs": "large.a_large_input_is_read_in_bounded_memory",
    "decoys in prompts": "hostile_logs.a_prompt_that_quotes_a_failure_is_none",
    "interleaved writers": "hostile_logs.two_writers_in_one_file_are_told_apart",
    "cut at any byte": "hostile_logs.a_log_cut_anywhere_is_read_up_to_the_cut",
    "truncated while read": "disk.a_log_that_is_cut_while_it_is_read_is_said_to_be",
    "rotated and truncated all the time": "hostile_logs.a_log_that_shrinks_and_grows_while_it_is_read_ends",
    "compressed bombs": "hostile_logs.a_compressed_bomb_is_stopped_and_what_came_before_is_told",
    "archives that were cut": "disk.what_is_left_of_a_cut_archive_is_told_and_the_cut_is_said",
    "captures that were cut": "disk.neither_is_a_cut_capture_taken_for_a_whole_one",
    "endless stdin": "hostile_logs.standard_input_that_goes_on_and_on_is_read_in_bounded_memory",
    "FIFO": "hostile_logs.a_pipe_with_a_name_is_read_once",
    "folder of many files": "hostile_logs.a_folder_of_thousands_of_files_is_read_or_said_to_be_too_large",
    "every regex is linear": "regexes.every_pattern_takes_linear_time",
    "every regex is known": "regexes.every_place_that_uses_regular_expressions_is_known",
    # Hostile text
    "no control character from a log, row or request": "hostile_text.a_diagnosis_has_no_control_character",
    "nor in the other commands": "hostile_text.neither_has_a_story_an_audit_or_a_check_of_requests",
    "nor in a watch": "hostile_text.neither_has_a_watch_or_a_look_at_many_servers",
    "nor from names and errors": "hostile_text.names_of_files_and_sentences_of_errors_are_clean_too",
    "no markup and no OSC 8 in a terminal": "injection.a_terminal_shows_it_as_it_is_and_obeys_none_of_it",
    "no HTML": "injection.html_has_only_elements_of_its_own",
    "no Markdown, mentions and numbers are inert, no formula in a table": "injection.markdown_links_mentions_and_runs_nothing",
    "JSON stays JSON": "injection.json_stays_one_document_and_one_line",
    "bundles": "injection.a_bundle_has_inert_reports_and_plain_names",
    # Redaction
    "secrets planted in every field are in no output": "secrets.no_output_holds_a_secret",
    "nor in a bundle": "secrets.a_bundle_holds_no_secret_in_any_file",
    "nor in a watch, or of many servers": "secrets.neither_a_watch_nor_a_look_at_many_servers_shows_a_secret",
    "how many of what were hidden": "secrets.the_report_says_how_many_of_what_were_hidden",
    "--no-redact marks its output": "secrets.what_was_not_redacted_is_marked",
    # Faults while running
    "EACCES": "faults.a_log_that_may_not_be_read_is_a_problem_and_the_others_are_read",
    "EIO of a log": "disk.a_log_that_cannot_be_read_on_is_told_up_to_there",
    "EIO of a live database": "disk.a_live_database_whose_disk_fails_is_a_problem",
    "EIO of a capture": "disk.a_capture_that_cannot_be_read_on_is_told_up_to_there",
    "ENOSPC for the report": "disk.a_report_that_does_not_fit_is_not_there_at_all",
    "ENOSPC for a bundle": "disk.a_bundle_that_does_not_fit_is_not_there_at_all",
    "ENOSPC for what a watch keeps": "disk.a_watch_that_cannot_keep_standard_input_says_so",
    "SIGINT, SIGTERM": "faults.a_signal_leaves_no_part_of_a_report",
    "SIGPIPE": "faults.a_reader_that_goes_away_ends_the_run_quietly",
    "standard output full or closed": "faults.a_full_or_closed_standard_output_is_an_error",
    "a terminal that goes away": "faults.a_terminal_that_goes_away_ends_the_run",
    "a database replaced while it is read": "faults.a_database_exchanged_while_it_is_read_makes_no_whole_report",
    "a writer holding the lock": "no_trace.a_writer_that_holds_the_lock_stops_neither_itself_nor_the_reader",
    "a lock held for ever": "faults.a_lock_held_for_ever_does_not_hold_the_reader",
    "watch: its log vanishes, becomes something else": "watch_faults.a_log_that_comes_back_is_followed_again_and_what_was_wrong_is_said",
    "watch: permission lost": "watch_faults.a_log_that_may_no_longer_be_read_is_said",
    "watch: SIGTERM, SIGHUP": "watch_faults.a_signal_ends_it_without_a_trace",
    "watch: SIGINT": "watch_faults.ctrl_c_tells_what_failed_last",
    "watch: SIGPIPE": "watch_faults.a_reader_that_goes_away_ends_it_at_the_next_finding",
    "watch: terminal gone": "watch_faults.a_terminal_that_goes_away_ends_it",
    "watch: database locked, replaced, damaged, gone": "watch_faults.whatever_becomes_of_the_database_the_failure_is_told",
    # Fuzzing
    "hypothesis over log lines": "properties.places_in_a_log_point_at_the_bytes_of_the_record",
    "hypothesis over rows": "properties.rows_of_any_type_and_content_are_read",
    "hypothesis over secrets": "properties.a_secret_is_hidden_whatever_stands_around_it",
    "mutations of logs, databases, WALs and captures": "fuzz.a_few_hundred_mutated_inputs_crash_hang_change_and_leak_nothing",
}  # fmt: skip


def _tests(name: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / "trust" / f"test_{name}.py").read_text())
    return {node.name.removeprefix("test_") for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", PROMISES)
def test_every_promise_has_its_test(promise: str) -> None:
    file, _, name = PROMISES[promise].partition(".")
    assert name in _tests(file)
