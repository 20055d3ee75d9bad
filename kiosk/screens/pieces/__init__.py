"""The parts that pages are put together from. Shapes and colours come from the theme only."""
