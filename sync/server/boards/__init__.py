"""What may everybody see? Boards for a wall or a web page: chosen totals behind a link that can be taken back."""
