"""The site: its settings and files, and with --site what readers finally get."""

import pytest


@pytest.mark.promises("settings")
def test_site_is_set_up_safely(promise):
    promise.must_be_kept()


@pytest.mark.promises("files")
def test_file_may_be_published(promise):
    promise.must_be_kept()


@pytest.mark.site
@pytest.mark.promises("site pages")
def test_page_is_whole_on_the_site(promise):
    promise.must_be_kept()


@pytest.mark.site
@pytest.mark.promises("site")
def test_site_is_whole_and_private(promise):
    promise.must_be_kept()
